// The Vercel AI SDK over each of its providers.
import { load } from './modules.mjs';
import * as weather from './weather.mjs';

export default async folder => {
  const { generateText, streamText, tool, jsonSchema, stepCountIs, isStepCount } = await load(folder, 'ai');
  const { createAnthropic } = await load(folder, '@ai-sdk/anthropic');
  const { createOpenAI } = await load(folder, '@ai-sdk/openai');
  const { createOpenAICompatible } = await load(folder, '@ai-sdk/openai-compatible');
  globalThis.AI_SDK_LOG_WARNINGS = false;

  const models = {
    anthropic: (options, model) => createAnthropic(options)(model),
    chat: (options, model) => createOpenAI(options).chat(model),
    responses: (options, model) => createOpenAI(options).responses(model),
    compatible: (options, model) => createOpenAICompatible({ ...options, name: 'gateway', includeUsage: true })(model),
  };

  return ({ base, key, model, prompt }, provider) => {
    const used = [];
    const tools = {
      [weather.name]: tool({
        description: weather.description,
        inputSchema: jsonSchema(weather.schema),
        execute: input => { used.push(weather.name); return weather.report(input); },
      }),
    };
    const ask = { model: models[provider]({ baseURL: `${base}/v1`, apiKey: key }, model), prompt, maxOutputTokens: 400 };
    // Left alone, this provider names earlier answers by the ids under which OpenAI keeps them, and then only OpenAI can go on.
    if (provider === 'responses') ask.providerOptions = { openai: { store: false } };
    const looped = { ...ask, tools, stopWhen: (isStepCount ?? stepCountIs)(3) };

    // An application sees a fault of a stream only as a part of it.
    async function gather(options, seen) {
      for await (const part of streamText({ ...options, onError: () => {} }).fullStream) {
        if (part.type === 'text-delta') seen.text += part.text;
        if (part.type === 'start-step') seen.text = '';
        if (part.type === 'error') throw part.error;
      }
      return { text: seen.text, tool: used.join() };
    }

    return {
      plain: async () => ({ text: (await generateText(ask)).text }),
      stream: seen => gather(ask, seen),
      tools: async () => ({ text: (await generateText(looped)).text, tool: used.join() }),
      'tools-stream': seen => gather(looped, seen),
    };
  };
};
