using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>
/// Looks at what an IMAP server says before the client library does, which parses brackets in brackets by calling itself, as deep as the server wants, until the
/// stack is full and the process ends. For that the strict grammar of RFC 9051 §9 has to hold where lines, strings and literals begin and end: where the library
/// could see other ones than we do, depth could be hidden, so that is an error.
/// </summary>
internal sealed class ImapAnswers
{
    // A NAMESPACE has 3, a listing 2; body structures, which have more, are never asked for.
    private const int MaxDepth = 50;

    private const int MaxWord = 64;

    // RFC 9051 §7.1: text follows, and no strings or literals.
    private static readonly string[] Statuses = ["OK", "NO", "BAD", "BYE", "PREAUTH"];

    private readonly StringBuilder _word = new();
    private State _state = State.Tag;
    private byte _before;
    private int _depth;
    private bool _isUntagged;
    private long _literal;
    private int _marker;

    private enum State
    {
        Tag,
        Word,
        Code,
        CodeString,
        CodeEscape,
        Text,
        Data,
        String,
        Escape,
        Size,
        SizeEnd,
        Literal,
    }

    /// <summary>The next octets from the server, cut anywhere.</summary>
    /// <exception cref="RemoteMailboxException">They are no answers, or could do harm.</exception>
    public void Read(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_state == State.Literal)
            {
                var length = (int)Math.Min(octets.Length, _literal);
                _literal -= length;
                octets = octets[length..];
                _state = _literal == 0 ? State.Data : State.Literal;
                _before = (byte)'}';
                continue;
            }

            var octet = octets[0];
            octets = octets[1..];
            Check(_before != '\r' || octet == '\n', "a line end that is none");
            _state = octet switch
            {
                (byte)'\n' => EndLine(),
                (byte)'\r' => _state,
                _ => Next(octet),
            };
            _before = octet;
        }
    }

    private State Next(byte octet) => _state switch
    {
        State.Tag => NextOfTag(octet),
        State.Word => NextOfWord(octet),
        State.Data => NextOfData(octet),
        State.String => octet == '"' ? State.Data : octet == '\\' ? State.Escape : State.String,
        State.Escape => State.String,
        State.Size => NextOfSize(octet),
        State.Code => NextOfCode(octet),
        State.CodeString => octet == '"' ? State.Code : octet == '\\' ? State.CodeEscape : State.CodeString,
        State.CodeEscape => State.CodeString,
        State.Text => NextOfText(octet),
        _ => throw Error("a literal without its line end"),
    };

    private State NextOfTag(byte octet)
    {
        if (octet == ' ')
        {
            Check(_word.Length > 0, "a line without a tag");
            (_isUntagged, _word.Length) = (_word is ['*'], 0);
            return State.Word;
        }

        Append(octet);
        return State.Tag;
    }

    /// <summary>The word behind the tag: a status, or data.</summary>
    private State NextOfWord(byte octet)
    {
        if (octet != ' ')
        {
            Check(!_isUntagged || char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.', "a response without a name");
            Append(octet);
            return State.Word;
        }

        Check(!_isUntagged || _word.Length > 0, "a response without a name");
        var isText = !_isUntagged || Statuses.Contains(_word.ToString(), StringComparer.OrdinalIgnoreCase);
        return isText ? State.Text : State.Data;
    }

    private State NextOfData(byte octet)
    {
        switch (octet)
        {
            case (byte)'(':
                Check(++_depth <= MaxDepth, "brackets in brackets without end");
                return State.Data;
            case (byte)')':
                Check(--_depth >= 0, "a bracket that was not opened");
                return State.Data;
            case (byte)'"':
                Check(_before is (byte)' ' or (byte)'(', "a string in a word");
                return State.String;
            case (byte)'{':
                Check(_before is (byte)' ' or (byte)'(', "a literal in a word");
                (_literal, _marker) = (0, 0);
                return State.Size;
            default:
                return State.Data;
        }
    }

    private State NextOfSize(byte octet)
    {
        if (octet == '}')
        {
            Check(_marker > 0, "a literal without a size");
            return State.SizeEnd;
        }

        // RFC 9051 §4.3: up to 2^63-1; the library takes 2^31-1.
        Check(char.IsAsciiDigit((char)octet) && ++_marker <= 10, "a literal whose size is none");
        _literal = (_literal * 10) + (octet - '0');
        return State.Size;
    }

    private static State NextOfCode(byte octet)
    {
        Check(octet != '{', "a literal in a response code");
        return octet switch
        {
            (byte)'"' => State.CodeString,
            (byte)']' => State.Text,
            _ => State.Code,
        };
    }

    /// <summary>Remembers whether what came last looks like the size of a literal.</summary>
    private State NextOfText(byte octet)
    {
        // The status is remembered until something follows it.
        if (_word.Length > 0 && (octet is (byte)' ' or (byte)'['))
        {
            _word.Length = octet == '[' ? 0 : _word.Length;
            return octet == '[' ? State.Code : State.Text;
        }

        _word.Clear();
        _marker = octet switch
        {
            (byte)'{' => 1,
            >= (byte)'0' and <= (byte)'9' or (byte)'+' when _marker is 1 or 2 => 2,
            (byte)'}' when _marker == 2 => 3,
            _ => 0,
        };
        return State.Text;
    }

    private State EndLine()
    {
        if (_state == State.SizeEnd)
        {
            return _literal > 0 ? State.Literal : State.Data;
        }

        Check((_state is State.Data or State.Text or State.Word or State.Tag) && _depth == 0, "a line that ends too early");
        Check(_marker != 3 || _state != State.Text, "a literal in a text");
        _word.Clear();
        (_marker, _isUntagged) = (0, false);
        return State.Tag;
    }

    private void Append(byte octet)
    {
        // What follows a tag or + may be long, and is not looked at.
        Check(_word.Length < MaxWord || (_state == State.Word && !_isUntagged), "a word without end");
        if (_word.Length < MaxWord)
        {
            _word.Append((char)octet);
        }
    }

    private static void Check(bool isGood, string problem)
    {
        if (!isGood)
        {
            throw Error(problem);
        }
    }

    private static RemoteMailboxException Error(string problem) => new(RemoteFailure.Protocol, $"the server sends what is no answer: {problem}");
}
