using System.Globalization;

namespace Farthing.Catalogue;

/// <summary>Amounts and dates as people read them.</summary>
internal static class Amount
{
    /// <summary>As in <c>$0.000625</c>, <c>$12.50</c>; a dash where it is not known, which is not zero.</summary>
    public static string Exact(Usd? cost) => Exact(cost?.Dollars);

    public static string Exact(decimal? dollars) => dollars is { } known ? "$" + known.ToString("#,##0.00#######", CultureInfo.InvariantCulture) : "-";

    /// <summary>As precise as its size asks for: <c>$1,234.56</c>, <c>$0.0625</c>, <c>$0.0000125</c>.</summary>
    public static string Rounded(decimal? dollars) => dollars is not { } known ? "-" : "$" + known.ToString(Math.Abs(known) switch
    {
        >= 10 => "#,##0.00",
        >= 0.001m or 0 => "0.0000",
        _ => "0.00#######",
    }, CultureInfo.InvariantCulture);

    /// <summary>To the cent, for estimates of a month.</summary>
    public static string Cents(decimal? dollars) => dollars is { } known ? "$" + known.ToString("#,##0.00", CultureInfo.InvariantCulture) : "-";

    /// <summary>As in <c>69 %</c>.</summary>
    public static string Percent(decimal share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>As in <c>1 call</c>, <c>1,200 calls</c>.</summary>
    public static string Calls(long number) => Counted(number, "call", "calls");

    /// <summary>The number with the word or words that go with it.</summary>
    public static string Counted(long number, string one, string several) => $"{Number(number)} {(number == 1 ? one : several)}";

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
