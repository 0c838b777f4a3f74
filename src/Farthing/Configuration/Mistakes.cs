namespace Farthing.Configuration;

/// <summary>What is wrong with one installation's settings, gathered so that all of it is told at once.</summary>
internal sealed class Mistakes
{
    private readonly List<SettingsException> _found = [];

    public void Add(SettingsException mistake) => _found.Add(mistake);

    /// <summary>What <paramref name="read"/> gives; where that is a mistake, it is noted and <paramref name="otherwise"/> serves to read on.</summary>
    public T Try<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (SettingsException mistake)
        {
            Add(mistake);
            return otherwise;
        }
    }

    /// <exception cref="SettingsException">There are mistakes: the only one, or one that lists all in the order of the file.</exception>
    public void ThrowIfAny()
    {
        if (_found is [var only]) throw only;
        if (_found.Count > 1) throw new SettingsException($"{_found.Count} mistakes:" + string.Concat(_found.OrderBy(m => m.Line).Select(m => "\n  " + m.Message)));
    }
}
