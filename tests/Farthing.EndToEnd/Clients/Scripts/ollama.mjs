// ollama
import { load } from './modules.mjs';
import * as weather from './weather.mjs';

export default async folder => {
  const { Ollama } = await load(folder, 'ollama');
  const tools = [{ type: 'function', function: { name: weather.name, description: weather.description, parameters: weather.schema } }];

  return ({ base, key, model, prompt }, surface) => {
    const client = new Ollama({ host: base, headers: { Authorization: `Bearer ${key}` } });
    if (surface === 'generate') {
      const ask = { model, prompt };
      return {
        plain: async () => ({ text: (await client.generate(ask)).response }),
        stream: async seen => {
          for await (const part of await client.generate({ ...ask, stream: true })) seen.text += part.response;
          return { text: seen.text };
        },
      };
    }

    const ask = { model, messages: [{ role: 'user', content: prompt }] };
    async function gather(body, seen) {
      const whole = { role: 'assistant', content: '', tool_calls: [] };
      for await (const { message } of await client.chat({ ...body, stream: true })) {
        whole.content += message.content;
        whole.tool_calls.push(...message.tool_calls ?? []);
        seen.text = whole.content;
      }
      return whole;
    }

    async function roundTrip(send) {
      const first = await send({ ...ask, tools });
      if (!first.tool_calls?.length) return { text: first.content };
      const results = first.tool_calls.map(call => ({ role: 'tool', tool_name: call.function.name, content: weather.report(call.function.arguments) }));
      const last = await send({ ...ask, tools, messages: [...ask.messages, first, ...results] });
      return { text: last.content, tool: first.tool_calls.map(call => call.function.name).join() };
    }

    return {
      plain: async () => ({ text: (await client.chat(ask)).message.content }),
      stream: async seen => ({ text: (await gather(ask, seen)).content }),
      tools: () => roundTrip(async body => (await client.chat(body)).message),
      'tools-stream': seen => roundTrip(body => gather(body, seen)),
    };
  };
};
