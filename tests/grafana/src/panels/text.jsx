import { PanelPlugin, renderTextPanelMarkdown } from '@grafana/data';

const Panel = ({ options, replaceVariables }) => (
  <div className="markdown-html" style={{ height: '100%', overflow: 'auto' }} dangerouslySetInnerHTML={{ __html: renderTextPanelMarkdown(replaceVariables(options.content)) }} />
);

export const text = new PanelPlugin(Panel);
