// @anthropic-ai/sdk
import { load } from './modules.mjs';
import * as weather from './weather.mjs';

export default async folder => {
  const { default: Anthropic } = await load(folder, '@anthropic-ai/sdk');
  const tools = [{ name: weather.name, description: weather.description, input_schema: weather.schema }];

  return ({ base, key, model, prompt }) => {
    const client = new Anthropic({ baseURL: base, apiKey: key });
    const ask = { model, max_tokens: 400, messages: [{ role: 'user', content: prompt }] };
    const textOf = message => message.content.filter(block => block.type === 'text').map(block => block.text).join('');

    async function roundTrip(send) {
      const first = await send({ ...ask, tools });
      const calls = first.content.filter(block => block.type === 'tool_use');
      if (calls.length === 0 || first.stop_reason !== 'tool_use') return { text: textOf(first) };
      const results = calls.map(call => ({ type: 'tool_result', tool_use_id: call.id, content: weather.report(call.input) }));
      const last = await send({ ...ask, tools, messages: [...ask.messages, { role: 'assistant', content: first.content }, { role: 'user', content: results }] });
      return { text: textOf(last), tool: calls.map(call => call.name).join() };
    }

    return {
      plain: async () => ({ text: textOf(await client.messages.create(ask)) }),
      stream: async seen => {
        for await (const event of await client.messages.create({ ...ask, stream: true }))
          if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') seen.text += event.delta.text;
        return { text: seen.text };
      },
      gathered: async () => ({ text: textOf(await client.messages.stream(ask).finalMessage()) }),
      tools: () => roundTrip(body => client.messages.create(body)),
      'tools-stream': () => roundTrip(body => client.messages.stream(body).finalMessage()),
    };
  };
};
