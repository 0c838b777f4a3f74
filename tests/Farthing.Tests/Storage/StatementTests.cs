using Farthing.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Farthing.Tests.Storage;

public class StatementTests
{
    /// <summary>What stays the same is not bound again, and names are looked up only where their order is another than before.</summary>
    [Fact]
    public void Each_run_sees_the_values_that_were_set_last_in_whatever_order()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var statement = new Statement(connection, "SELECT typeof(@a) || ' ' || COALESCE(@a, '-') || ' ' || typeof(@b) || ' ' || COALESCE(@b, '-')");
        Assert.Equal("null - null -", statement.Text());
        Assert.Equal("integer 1 text x", statement.Set("@a", 1).Set("@b", "x").Text());
        Assert.Equal("integer 1 text y", statement.Set("@b", "y").Set("@a", 1).Text());
        Assert.Equal("text 1 integer 2", statement.Set("@a", "1").Set("@b", 2).Text());
        Assert.Equal("null - integer 2", statement.Set("@a", (string?)null).Text());
        Assert.Equal("null - null -", statement.Set("@a", (long?)null).Set("@b", (string?)null).Text());
        Assert.Equal("real 0.5 null -", statement.SetReal("@a", 0.5).Text());
        Assert.Equal("null - null -", statement.Set("@a", (long?)null).Text());
        Assert.Equal("blob x text ", statement.Set("@a", "x"u8.ToArray()).Set("@b", "").Text());
        Assert.Equal("null - text ", statement.Set("@a", (string?)null).Text());
        Assert.Equal("integer 0 text ", statement.Set("@a", 0).Text());
        Assert.Throws<KeyNotFoundException>(() => statement.Set("@c", 1));
    }
}
