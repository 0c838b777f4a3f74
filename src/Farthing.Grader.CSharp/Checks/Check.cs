using System;
using System.Collections.Generic;
using System.Linq;

namespace Farthing.Checks;

/// <summary>A check of the tests said no.</summary>
public sealed class CheckFailedException(string message) : Exception(message);

/// <summary>What the tests of a C# task may use. This source is compiled together with each solution and its tests.</summary>
public static class Check
{
    /// <summary>Fails unless the condition holds.</summary>
    public static void True(bool condition, string? what = null)
    {
        if (!condition)
            throw new CheckFailedException(what ?? "expected true");
    }

    /// <summary>Fails unless both are equal by <see cref="object.Equals(object)"/>.</summary>
    public static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new CheckFailedException($"expected {Show(expected)}, got {Show(actual)}");
    }

    /// <summary>Fails unless both hold equal elements in the same order.</summary>
    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual)
    {
        if (actual is null)
            throw new CheckFailedException("expected a sequence, got null");
        var (left, right) = (expected.ToList(), actual.ToList());
        if (!left.SequenceEqual(right))
            throw new CheckFailedException($"expected [{string.Join(", ", left.Select(Show))}], got [{string.Join(", ", right.Select(Show))}]");
    }

    /// <summary>Fails unless the action throws that exception or one derived from it; gives the exception.</summary>
    public static TException Throws<TException>(Action action)
        where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException thrown)
        {
            return thrown;
        }
        catch (Exception other)
        {
            throw new CheckFailedException($"expected {typeof(TException).Name}, got {other.GetType().Name}: {other.Message}");
        }
        throw new CheckFailedException($"expected {typeof(TException).Name}, nothing was thrown");
    }

    private static string Show<T>(T value) => value is null ? "null" : value is string text ? $"\"{text}\"" : value.ToString() ?? "null";
}
