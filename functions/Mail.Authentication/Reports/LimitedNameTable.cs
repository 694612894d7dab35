using System.Xml;

namespace Mail.Authentication;

/// <summary>The names of a document, of which XML keeps each for good: a report has some forty, one made to fill our memory a million.</summary>
internal sealed class LimitedNameTable(int max) : NameTable
{
    private int _names;

    public override string Add(string key) => Get(key) ?? base.Add(Counted(key));

    public override string Add(char[] key, int start, int len)
    {
        if (Get(key, start, len) is { } known)
        {
            return known;
        }

        Count();
        return base.Add(key, start, len);
    }

    private string Counted(string key)
    {
        Count();
        return key;
    }

    /// <exception cref="XmlException">There are too many.</exception>
    private void Count()
    {
        if (++_names > max)
        {
            throw new XmlException("Too many names.");
        }
    }
}
