// openai: chat, responses, completions
import { load } from './modules.mjs';
import * as weather from './weather.mjs';

export default async folder => {
  const { default: OpenAI } = await load(folder, 'openai');
  const declared = { name: weather.name, description: weather.description, parameters: weather.schema };

  function chat(client, { model, prompt }) {
    const ask = { model, max_completion_tokens: 400, messages: [{ role: 'user', content: prompt }] };
    const tools = [{ type: 'function', function: declared }];

    async function roundTrip(send) {
      const first = await send({ ...ask, tools });
      const { message, finish_reason } = first.choices[0];
      if (finish_reason !== 'tool_calls') return { text: message.content };
      const results = message.tool_calls.map(call => ({ role: 'tool', tool_call_id: call.id, content: weather.report(JSON.parse(call.function.arguments)) }));
      const last = await send({ ...ask, tools, messages: [...ask.messages, message, ...results] });
      return { text: last.choices[0].message.content, tool: message.tool_calls.map(call => call.function.name).join() };
    }

    return {
      plain: async () => ({ text: (await client.chat.completions.create(ask)).choices[0].message.content }),
      stream: async seen => {
        for await (const chunk of await client.chat.completions.create({ ...ask, stream: true })) seen.text += chunk.choices[0]?.delta.content ?? '';
        return { text: seen.text };
      },
      gathered: async () => ({ text: (await client.chat.completions.stream(ask).finalChatCompletion()).choices[0].message.content }),
      tools: () => roundTrip(body => client.chat.completions.create(body)),
      'tools-stream': () => roundTrip(body => client.chat.completions.stream(body).finalChatCompletion()),
    };
  }

  function responses(client, { model, prompt }) {
    const ask = { model, input: [{ role: 'user', content: prompt }], max_output_tokens: 400, store: false };
    const tools = [{ type: 'function', strict: true, ...declared }];

    async function roundTrip(send) {
      const first = await send({ ...ask, tools });
      const calls = first.output.filter(item => item.type === 'function_call');
      if (calls.length === 0) return { text: first.output_text };
      const results = calls.map(call => ({ type: 'function_call_output', call_id: call.call_id, output: weather.report(JSON.parse(call.arguments)) }));
      // `parsed_arguments` is the package's own addition to what it was given.
      const said = first.output.map(({ parsed_arguments, ...item }) => item);
      const last = await send({ ...ask, tools, input: [...ask.input, ...said, ...results] });
      return { text: last.output_text, tool: calls.map(call => call.name).join() };
    }

    return {
      plain: async () => ({ text: (await client.responses.create(ask)).output_text }),
      stream: async seen => {
        for await (const event of await client.responses.create({ ...ask, stream: true }))
          if (event.type === 'response.output_text.delta') seen.text += event.delta;
          else if (event.type === 'error' || event.type === 'response.failed') throw new Error(JSON.stringify(event));
        return { text: seen.text };
      },
      gathered: async () => ({ text: (await client.responses.stream(ask).finalResponse()).output_text }),
      tools: () => roundTrip(body => client.responses.create(body)),
      'tools-stream': () => roundTrip(body => client.responses.stream(body).finalResponse()),
    };
  }

  function completions(client, { model, prompt }) {
    const ask = { model, prompt, max_tokens: 400 };
    return {
      plain: async () => ({ text: (await client.completions.create(ask)).choices[0].text }),
      stream: async seen => {
        for await (const chunk of await client.completions.create({ ...ask, stream: true })) seen.text += chunk.choices[0]?.text ?? '';
        return { text: seen.text };
      },
    };
  }

  const surfaces = { chat, responses, completions };
  return (asked, surface) => surfaces[surface](new OpenAI({ baseURL: `${asked.base}/v1`, apiKey: asked.key }), asked);
};
