using Farthing.Configuration;
using Farthing.Gateway;
using Farthing.Keys;
using Farthing.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Farthing.Tests.Gateway;

/// <summary>A connection that breaks while the body is read, at the moment when the request itself has not been told.</summary>
public class BrokenBodyTests
{
    private static readonly Access s_access = new(new KeyRing([(new ApiKey("k", "k"), KeyRing.Hash("sk"))]), new Turnstile(TimeProvider.System), TimeProvider.System);

    [Fact]
    public async Task A_caller_whose_connection_breaks_while_it_sends_is_no_error_of_the_gateways()
    {
        var errors = new Errors();
        var http = Broken();
        // Nothing behind the reading of the body is reached.
        var flow = new RequestFlow(s_access, null!, null!, null!, null!, null!, new Settings(), null!, null!, null!, TimeProvider.System, errors);

        await flow.RunAsync(http, Dialects.Anthropic);

        Assert.Equal(0, errors.Count);
        Assert.Equal(200, http.Response.StatusCode); // nothing was said
    }

    [Fact]
    public async Task Nor_of_a_count() =>
        await new FreeCalls(s_access, TimeProvider.System).RunAsync(Broken(), () => throw new ConnectionResetException("broken pipe"));

    private static DefaultHttpContext Broken()
    {
        var http = new DefaultHttpContext { Request = { Body = new BrokenStream() } };
        http.Request.Headers["x-api-key"] = "sk";
        return http;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new ConnectionResetException("broken pipe");
    }

    private sealed class Errors : ILogger<RequestFlow>
    {
        public int Count { get; private set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Count++;
    }
}
