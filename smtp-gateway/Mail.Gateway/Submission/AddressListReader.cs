using System.Diagnostics.CodeAnalysis;
using System.Text;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// Finds every address in the value of an originator field: an address-list of RFC 5322 §3.4, groups included (RFC 6854), in UTF-8 (RFC 6532). Strict: routes
/// and what else is obsolete are refused except dots and spaces that real programs send, and so is everything that two readers may take differently.
/// </summary>
internal ref struct AddressListReader
{
    /// <summary>Addresses of one field.</summary>
    public const int MaxAddresses = 100;

    private const int MaxCommentDepth = 10;

    private readonly ReadOnlySpan<byte> _text;
    private readonly List<MailAddress> _found = [];
    private int _at;

    private AddressListReader(ReadOnlySpan<byte> text) => _text = text;

    /// <returns>False when the value is no address list or has more than <see cref="MaxAddresses"/>. An empty group gives no address.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, [NotNullWhen(true)] out IReadOnlyList<MailAddress>? addresses)
    {
        var reader = new AddressListReader(value);
        addresses = reader.TryList(inGroup: false) && reader.AtEnd ? reader._found : null;
        return addresses is not null;
    }

    private readonly bool AtEnd => _at == _text.Length;

    private readonly byte Next => AtEnd ? (byte)0 : _text[_at];

    // address-list = address *("," address); in a group the same of mailboxes, or nothing.
    private bool TryList(bool inGroup)
    {
        if (inGroup && TrySkip() && Next == ';')
        {
            return true;
        }

        do
        {
            if (!TryAddress(inGroup) || _found.Count > MaxAddresses)
            {
                return false;
            }
        }
        while (TryTake(','));

        return true;
    }

    // address = addr-spec / [phrase] "<" addr-spec ">" / phrase ":" [group-list] ";".
    private bool TryAddress(bool inGroup)
    {
        if (!TryWords(out var start, out var words))
        {
            return false;
        }

        switch (Next)
        {
            case (byte)'<':
                _at++;
                return TryAddrSpec() && TryTake('>') && TrySkip();
            case (byte)':' when !inGroup && words > 0:
                _at++;
                return TryList(inGroup: true) && TryTake(';') && TrySkip();
            case (byte)'@':
                // What looked like a phrase is the local-part.
                _at = start;
                return TryAddrSpec();
            default:
                return false;
        }
    }

    // phrase, obsolete dots included: atoms, quoted strings, comments, in any number.
    private bool TryWords(out int start, out int words)
    {
        words = 0;
        start = _at;
        while (true)
        {
            if (!TrySkip())
            {
                return false;
            }

            start = words == 0 ? _at : start;
            if (Next == '"')
            {
                if (!TryQuoted())
                {
                    return false;
                }
            }
            else if (!TryAtom())
            {
                return true;
            }

            words++;
        }
    }

    // local-part "@" domain, white space and comments around each.
    private bool TryAddrSpec()
    {
        if (!TrySkip())
        {
            return false;
        }

        var start = _at;
        if (!(Next == '"' ? TryQuoted() : TryAtom()))
        {
            return false;
        }

        var localPart = _text[start.._at];
        if (!TrySkip() || !TryTake('@') || !TrySkip())
        {
            return false;
        }

        start = _at;
        if (!(Next == '[' ? TryLiteral() : TryAtom()))
        {
            return false;
        }

        var text = $"{Encoding.UTF8.GetString(localPart)}@{Encoding.UTF8.GetString(_text[start.._at])}";
        if (!MailAddressParser.TryParse(text, out var address, out _) || !TrySkip())
        {
            return false;
        }

        _found.Add(address);
        return true;
    }

    private bool TryTake(char c)
    {
        if (!TrySkip() || Next != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    // atext and dots; beyond ASCII as well, for names in old charsets do not concern us, and an address is judged by its own parser.
    private bool TryAtom()
    {
        var start = _at;
        while (!AtEnd && (_text[_at] >= 0x80 || char.IsAsciiLetterOrDigit((char)_text[_at]) || "!#$%&'*+-/=?^_`{|}~."u8.Contains(_text[_at])))
        {
            _at++;
        }

        return _at > start;
    }

    private bool TryQuoted()
    {
        for (_at++; !AtEnd; _at++)
        {
            switch (_text[_at])
            {
                case (byte)'"':
                    _at++;
                    return true;
                case (byte)'\\':
                    _at += _at + 1 < _text.Length ? 1 : 0;
                    break;
            }
        }

        return false;
    }

    private bool TryLiteral()
    {
        var end = _text[_at..].IndexOf((byte)']');
        _at = end < 0 ? _text.Length : _at + end + 1;
        return end >= 0;
    }

    /// <summary>White space, folding and comments; false for a comment that does not end.</summary>
    private bool TrySkip()
    {
        var depth = 0;
        for (; !AtEnd; _at++)
        {
            switch (_text[_at])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    break;
                case (byte)'(':
                    if (++depth > MaxCommentDepth)
                    {
                        return false;
                    }

                    break;
                case (byte)')' when depth > 0:
                    depth--;
                    break;
                case (byte)'\\' when depth > 0:
                    _at += _at + 1 < _text.Length ? 1 : 0;
                    break;
                default:
                    if (depth == 0)
                    {
                        return true;
                    }

                    break;
            }
        }

        return depth == 0;
    }
}
