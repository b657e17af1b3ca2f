// Field options, editors and transformations, as Grafana's application registers them; without the editors' looks.

import {
  identityOverrideProcessor, standardEditorsRegistry, standardFieldConfigEditorRegistry, standardTransformers, standardTransformersRegistry,
} from '@grafana/data';

const nothing = () => null;

const option = (id, settings = {}) => ({ id, path: id, name: id, editor: nothing, override: nothing, process: identityOverrideProcessor, shouldApply: () => true, settings });

const fieldOptions = [
  'unit', 'min', 'max', 'decimals', 'displayName', 'noValue', 'color', 'thresholds', 'mappings', 'links', 'filterable', 'description', 'displayNameFromDS', 'fieldMinMax', 'actions',
];

const editors = [
  'number', 'slider', 'text', 'strings', 'boolean', 'select', 'multi-select', 'radio', 'unit', 'color', 'fieldColor', 'thresholds', 'mappings', 'links', 'actions',
  'stats-picker', 'statsPicker', 'field-name', 'fieldNamePicker', 'frame-name', 'timezone', 'dashboard-uid', 'icon',
];

export function register() {
  standardFieldConfigEditorRegistry.setInit(() => fieldOptions.map((id) => option(id)));
  standardEditorsRegistry.setInit(() => editors.map((id) => ({ id, name: id, editor: nothing })));
  const transformers = new Map(Object.values(standardTransformers).map((each) => [each.id, each])); // One of them is listed twice.
  standardTransformersRegistry.setInit(() => [...transformers.values()].map((each) => ({ id: each.id, name: each.name, transformation: () => Promise.resolve(each), editor: nothing })));
}

/** Custom options of a panel, with their defaults. */
export const customConfig = (defaults) => ({
  useCustomConfig: (builder) => {
    Object.entries(defaults).forEach(([id, defaultValue]) => builder.addCustomEditor({ ...option(id), defaultValue }));
  },
});
