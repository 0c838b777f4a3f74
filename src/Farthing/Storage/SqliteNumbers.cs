using System.Runtime.InteropServices;
using SQLitePCL;

namespace Farthing.Storage;

/// <summary>
/// SQLite's calls that pass one number, of which a question about spending makes millions and an entry dozens. Made like this each takes a
/// few nanoseconds; SQLitePCL's way into native code takes some forty. It is sound because they are over at once and never wait: each
/// connection belongs to one thread at a time (<see cref="Database"/>), and a parameter that takes numbers never held a text, which SQLite
/// would free.
/// </summary>
internal static class SqliteNumbers
{
    private const string Library = "e_sqlite3";

    public static long Column(sqlite3_stmt statement, int column) => sqlite3_column_int64(statement.DangerousGetHandle(), column);

    /// <returns>SQLite's result code.</returns>
    public static int Bind(sqlite3_stmt statement, int place, long value) => sqlite3_bind_int64(statement.DangerousGetHandle(), place, value);

    [DllImport(Library), SuppressGCTransition]
    private static extern long sqlite3_column_int64(nint statement, int column);

    [DllImport(Library), SuppressGCTransition]
    private static extern int sqlite3_bind_int64(nint statement, int place, long value);
}
