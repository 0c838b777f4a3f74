using System.Globalization;

namespace Farthing.Catalogue;

/// <summary>US dollars as a whole number of nano-dollars (1e-9 USD). Range: about ±9.2 billion dollars.</summary>
internal readonly record struct Usd(long Nanos) : IComparable<Usd>
{
    public const long NanosPerDollar = 1_000_000_000;

    public static Usd Zero => default;

    /// <summary>Rounds half to even at the nano-dollar: the only place where money is rounded.</summary>
    /// <exception cref="OverflowException">The amount is outside the range.</exception>
    public static Usd FromDollars(decimal dollars) =>
        new(decimal.ToInt64(decimal.Round(dollars * NanosPerDollar, 0, MidpointRounding.ToEven)));

    /// <summary>Reads an amount as people set it, as in <c>25</c> or <c>0.50</c>: from 0 to a billion dollars.</summary>
    public static bool TryParse(string text, out Usd amount)
    {
        var read = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) && dollars <= 1_000_000_000;
        amount = read ? FromDollars(dollars) : Zero;
        return read;
    }

    /// <summary>The exact amount in dollars.</summary>
    public decimal Dollars => (decimal)Nanos / NanosPerDollar;

    public static Usd operator +(Usd a, Usd b) => new(checked(a.Nanos + b.Nanos));

    public static Usd operator -(Usd a, Usd b) => new(checked(a.Nanos - b.Nanos));

    public static bool operator <(Usd a, Usd b) => a.Nanos < b.Nanos;

    public static bool operator >(Usd a, Usd b) => a.Nanos > b.Nanos;

    public static bool operator <=(Usd a, Usd b) => a.Nanos <= b.Nanos;

    public static bool operator >=(Usd a, Usd b) => a.Nanos >= b.Nanos;

    public int CompareTo(Usd other) => Nanos.CompareTo(other.Nanos);

    /// <summary>The exact decimal without trailing zeros, as in <c>0.000625</c>.</summary>
    public override string ToString() => Dollars.ToString("0.#########", CultureInfo.InvariantCulture);
}
