using System.Net.Sockets;
using System.Text;
using Farthing.Tests.Fuzz.Gateways;
using Xunit;

namespace Farthing.Tests.Gateway;

/// <summary>Callers that ask on and on and read nothing: no answer waits for them for ever, also those that no provider is asked for.</summary>
public class UnreadAnswerTests
{
    [Theory]
    [InlineData("GET", "/", "")]
    [InlineData("GET", "/health/live", "")]
    [InlineData("GET", "/v1/models", "")]
    [InlineData("GET", "/nowhere", "")]
    [InlineData("POST", "/v1/messages", "{}")]
    [InlineData("POST", "/v1/messages/count_tokens", """{"model":"gpt-4o-mini","messages":[]}""")]
    public async Task A_caller_that_never_reads_is_reset(string method, string path, string body)
    {
        await using var gateway = await TestGateway.StartAsync(clock: new FastClock(speed: 100));
        var ask = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"{method} {path} HTTP/1.1\r\nHost: x\r\nx-api-key: {TestGateway.Key}\r\nContent-Length: {body.Length}\r\n\r\n{body}", 200)));
        using var client = new TcpClient { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(gateway.Address.Host, gateway.Address.Port, TestContext.Current.CancellationToken);

        var failure = await Record.ExceptionAsync(async () =>
        {
            while (true) await client.GetStream().WriteAsync(ask, TestContext.Current.CancellationToken); // takes until the gateway stops reading, and then until it resets
        });

        Assert.IsType<IOException>(failure);
    }
}
