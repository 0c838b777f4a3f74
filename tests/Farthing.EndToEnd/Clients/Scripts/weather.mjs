// The tool that every client offers, and what it says.
export const name = 'get_weather';
export const description = 'Tells the weather of a city.';
export const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
export const report = ({ city }) => `7 degrees and rain in ${city}`;
