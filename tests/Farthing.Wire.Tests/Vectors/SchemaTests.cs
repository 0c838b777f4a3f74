using NJsonSchema;

namespace Farthing.Wire.Tests.Vectors;

public sealed class SchemaTests
{
    [Fact]
    public async Task Every_translated_Anthropic_request_is_a_valid_chat_request()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "chat-request.schema.json"), TestContext.Current.CancellationToken);
        Assert.NotEmpty(schema.Validate("""{"model":"m","messages":[{"role":"user"}]}""")); // the schema does say no
        var valid = 0;
        foreach (var recording in Recordings.Of(Dialects.Anthropic))
        {
            string request;
            try
            {
                request = Translate.Request(Dialects.Anthropic, Dialects.OpenAIChat, recording.Request);
            }
            catch (WireException)
            {
                continue; // refused by the loss table: RequestTests counts them
            }
            Assert.True(schema.Validate(request) is { Count: 0 }, $"{recording}: {string.Join("; ", schema.Validate(request))}\n{request}");
            valid++;
        }
        Assert.True(valid > 150, $"only {valid}");
    }
}
