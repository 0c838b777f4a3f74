using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Farthing.Tests.Gateway;

/// <summary>Keeps what is logged at information or above by Farthing's own code.</summary>
internal sealed class KeptLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Category(_lines, categoryName.StartsWith("Farthing.", StringComparison.Ordinal));

    public void Dispose()
    {
    }

    private sealed class Category(ConcurrentQueue<string> lines, bool isOurs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isOurs && logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
        }
    }
}
