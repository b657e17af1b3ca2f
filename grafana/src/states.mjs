// Colours and words of states. The colours are those of Okabe and Ito's palette, which all kinds of colour-blind viewers can tell apart;
// a state is never shown by its colour alone.

export const colours = {
  good: '#009E73',
  notice: '#56B4E9',
  warning: '#E69F00',
  critical: '#D55E00',
  unknown: '#595959',
};

/** For series that are not judged. */
export const palette = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#F0E442', '#999999'];

/** What the alerts say of a node or cause. Codes grow with what wants attention first: a node that says nothing comes before a warning. */
export const judgement = [
  { code: 0, word: 'no alert', colour: colours.good },
  { code: 2, word: 'warning', colour: colours.warning },
  { code: 3, word: 'no data', colour: colours.unknown },
  { code: 4, word: 'critical', colour: colours.critical },
];

export const absentJudgement = { word: 'no data', colour: colours.unknown };

/** Value mappings of a table {code, word, colour}; `absent` says what a missing value means. */
export function mappings(states, absent) {
  const list = [
    {
      type: 'value',
      options: Object.fromEntries(states.map(({ code, word, colour }, index) => [String(code), { text: word, color: colour, index }])),
    },
  ];
  if (absent) {
    list.push({ type: 'special', options: { match: 'null+nan', result: { text: absent.word, color: absent.colour, index: states.length } } });
  }
  return list;
}

/** A 0/1 series in words. */
export const binary = (zero, one, { bad, severity = 'critical' }) => [
  { code: 0, word: zero, colour: bad === 0 ? colours[severity] : colours.good },
  { code: 1, word: one, colour: bad === 1 ? colours[severity] : colours.good },
];
