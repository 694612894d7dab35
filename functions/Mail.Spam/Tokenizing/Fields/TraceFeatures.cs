using System.Buffers;

namespace Mail.Spam;

/// <summary>The way that a message took, and what its makers left: hosts, addresses, identifiers, clocks.</summary>
internal sealed class TraceFeatures(FeatureSet features)
{
    private const int MaxReceived = 12;
    private const int MaxShape = 24;

    private static readonly FeatureKind Hop = new("received");
    private static readonly FeatureKind Hello = new("received, shape");
    private static readonly FeatureKind Identifier = new("identifier shape");
    private static readonly FeatureKind Date = new("date");

    private static readonly SearchValues<char> Ends = SearchValues.Create(" ()[]<>,;=:\"'@");

    private readonly char[] _buffer = new char[HeaderText.MaxValue];
    private int _received;

    public void Begin() => _received = 0;

    /// <summary>Hosts and network addresses, wherever they stand.</summary>
    public void AddReceived(ReadOnlySpan<char> value)
    {
        if (_received++ >= MaxReceived)
        {
            return;
        }

        var text = _buffer.AsSpan(0, value.Length);
        Characters.ToLower(value, text);
        var semicolon = text.LastIndexOf(';');
        var rest = (ReadOnlySpan<char>)(semicolon < 0 ? text : text[..semicolon]);
        while (true)
        {
            var start = rest.IndexOfAnyExcept(Ends);
            if (start < 0)
            {
                break;
            }

            rest = rest[start..];
            var end = rest.IndexOfAny(Ends);
            var word = (end < 0 ? rest : rest[..end]).TrimEnd('.');
            rest = end < 0 ? default : rest[end..];
            if (word.Contains('.'))
            {
                HostFeatures.Add(features, Hop, word);
            }
            else if (word.Length is > 1 and < 16)
            {
                features.Add(Hello, word);
            }
        }
    }

    /// <summary>The shape of the part before the @, and the host after it.</summary>
    public void AddMessageId(FeatureKind kind, ReadOnlySpan<char> value)
    {
        value = value.Trim("<> ");
        var at = value.LastIndexOf('@');
        AddShape(kind, at < 0 ? value : value[..at]);
        if (at < 0)
        {
            features.Add(Identifier, "no domain");
            return;
        }

        var host = _buffer.AsSpan(0, value.Length - at - 1);
        Characters.ToLower(value[(at + 1)..], host);
        HostFeatures.Add(features, kind, host);
    }

    /// <summary>The day's name, the clock's zone and how it is written; not the day, which would teach when mail was trained.</summary>
    public void AddDate(ReadOnlySpan<char> value)
    {
        AddShape(Date, value[..Math.Min(value.Length, 48)]);
        var clock = value.IndexOf(':');
        if (clock > 0)
        {
            var zone = value[clock..].IndexOf(' ');
            features.Add(Date, zone < 0 ? "no zone" : value[(clock + zone)..]);
        }
    }

    /// <summary>Runs of digits become 9, of small letters a, of capitals A.</summary>
    private void AddShape(FeatureKind kind, ReadOnlySpan<char> text)
    {
        Span<char> shape = stackalloc char[MaxShape];
        var length = 0;
        foreach (var c in text)
        {
            var sign = char.IsAsciiDigit(c) ? '9' : char.IsAsciiLetterLower(c) ? 'a' : char.IsAsciiLetterUpper(c) ? 'A' : c;
            if (length > 0 && shape[length - 1] == sign)
            {
                continue;
            }

            if (length == MaxShape)
            {
                break;
            }

            shape[length++] = sign;
        }

        features.Add(kind, shape[..length]);
    }
}
