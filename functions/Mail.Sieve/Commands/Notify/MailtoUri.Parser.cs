using Mail.Core;

namespace Mail.Sieve;

public sealed partial record MailtoUri
{
    /// <summary><c>mailtoURI = "mailto:" [ to ] [ hfields ]</c> (RFC 6068 §2).</summary>
    private sealed class Parser
    {
        /// <summary>Characters of the URI. RFC 9110 §4.1 names 8000 as what should be possible for URIs of HTTP.</summary>
        private const int MaxLength = 8000;

        /// <summary>Recipients of one notice. As Pigeonhole's default; more than this is a mailing.</summary>
        private const int MaxRecipients = 8;

        private const int MaxFields = 16;

        // RFC 5436 §2.7, and what would change who gets the notice or what it is.
        private static readonly string[] Unsafe =
        [
            "from", "sender", "reply-to", "auto-submitted", "received", "message-id", "date", "bcc", "return-path", "mime-version", "in-reply-to", "references",
        ];

        private readonly List<MailAddress> _to = [];
        private readonly List<MailAddress> _cc = [];
        private readonly List<KeyValuePair<string, string>> _fields = [];
        private string? _subject;
        private string? _body;

        public MailtoUri ToUri() => new() { To = _to, Cc = _cc, Subject = _subject, Body = _body, Fields = _fields };

        /// <returns>What is wrong; <c>null</c> if nothing is.</returns>
        public string? Parse(string uri)
        {
            if (uri.Length > MaxLength || !uri.StartsWith(Scheme + ":", StringComparison.OrdinalIgnoreCase))
            {
                return $"expected a URI that begins with {Scheme}: and has at most {MaxLength} characters";
            }

            var rest = uri[(Scheme.Length + 1)..];
            // RFC 3986 §3.5: a fragment means nothing to the method.
            var hash = rest.IndexOf('#', StringComparison.Ordinal);
            rest = hash < 0 ? rest : rest[..hash];
            var mark = rest.IndexOf('?', StringComparison.Ordinal);
            return ParseAddresses(mark < 0 ? rest : rest[..mark], _to)
                ?? (mark < 0 ? null : ParseFields(rest[(mark + 1)..]))
                ?? (_to.Count + _cc.Count == 0 ? "expected an address in the mailto URI" : null);
        }

        private string? ParseFields(string text)
        {
            foreach (var field in text.Split('&'))
            {
                var equals = field.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0 || UriText.Decode(field[..equals]) is not { } name || !IsFieldName(name))
                {
                    return "expected name=value after '?' and '&' of the mailto URI";
                }

                if (ParseField(name, field[(equals + 1)..]) is { } error)
                {
                    return error;
                }
            }

            return null;
        }

        private string? ParseField(string name, string value)
        {
            switch (name.ToLowerInvariant())
            {
                case "to":
                    return ParseAddresses(value, _to);
                case "cc":
                    return ParseAddresses(value, _cc);
                case "subject":
                    return (_subject = OneLine(value)) is null ? "expected a subject of one line in the mailto URI" : null;
                case "body":
                    return (_body = Lines(value)) is null ? "expected a body without control characters in the mailto URI" : null;
                case var other when Unsafe.Contains(other) || other.StartsWith("content-", StringComparison.Ordinal) || other.StartsWith("resent-", StringComparison.Ordinal):
                    return null;
                default:
                    return AddField(name, value);
            }
        }

        private string? AddField(string name, string value)
        {
            if (_fields.Count >= MaxFields || OneLine(value) is not { } text)
            {
                return $"expected at most {MaxFields} header fields of one line in the mailto URI";
            }

            _fields.Add(new KeyValuePair<string, string>(name, text));
            return null;
        }

        private string? ParseAddresses(string text, List<MailAddress> addresses)
        {
            // RFC 6068 §2 divides at commas before anything is decoded. Scripts written for Pigeonhole have %2C between
            // addresses, so that what is no address as a whole is taken for a list.
            foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (UriText.Decode(part) is not { } decoded || !(TryAdd(decoded, addresses) || TryAddList(decoded, addresses)))
                {
                    return "expected addresses with commas between in the mailto URI";
                }
            }

            return _to.Count + _cc.Count > MaxRecipients ? $"expected at most {MaxRecipients} addresses in the mailto URI" : null;
        }

        private bool TryAddList(string text, List<MailAddress> addresses) =>
            text.Contains(',', StringComparison.Ordinal) && !text.Contains(';', StringComparison.Ordinal) && AddressListReader.Read(text).All(item => TryAdd(item, addresses));

        private bool TryAdd(string text, List<MailAddress> addresses)
        {
            if (!SieveAddress.TryParse(text.Trim(), out var address, out _))
            {
                return false;
            }

            if (!_to.Contains(address) && !_cc.Contains(address))
            {
                addresses.Add(address);
            }

            return true;
        }

        private static string? OneLine(string value) =>
            UriText.Decode(value) is { } text && !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029') ? text : null;

        // RFC 6068 §5: line breaks in the body are %0D%0A.
        private static string? Lines(string value) =>
            UriText.Decode(value) is { } text && !text.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t'))
                ? text.ReplaceLineEndings("\r\n")
                : null;

        // RFC 5322 §2.2
        private static bool IsFieldName(string name) => name.Length is > 0 and <= 77 && name.All(c => c is > ' ' and < '\x7f' and not ':');
    }
}
