namespace Mail.Smtp;

/// <summary>Walks <c>SP esmtp-keyword ["=" esmtp-value]</c> (RFC 5321 §4.1.2), any number of spaces between two.</summary>
internal ref struct ParameterReader(ReadOnlySpan<byte> parameters)
{
    private ReadOnlySpan<byte> _rest = parameters;

    public ReadOnlySpan<byte> Keyword { get; private set; }

    /// <summary>Empty when there is no <c>=</c>, and also when nothing follows it: no parameter that has a value may have an empty one.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>There is an <c>=</c>.</summary>
    public bool HasValue { get; private set; }

    /// <returns>False at the end.</returns>
    public bool MoveNext()
    {
        _rest = _rest.TrimStart((byte)' ');
        if (_rest.IsEmpty)
        {
            return false;
        }

        var end = _rest.IndexOf((byte)' ');
        var word = end < 0 ? _rest : _rest[..end];
        _rest = _rest[word.Length..];

        var equals = word.IndexOf((byte)'=');
        HasValue = equals >= 0;
        Keyword = HasValue ? word[..equals] : word;
        Value = HasValue ? word[(equals + 1)..] : [];
        return true;
    }
}
