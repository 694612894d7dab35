using System.Text;

namespace Mail.Spam;

/// <summary>The fields of a message's header.</summary>
internal sealed class FieldFeatures(FeatureSet features, WordScanner words)
{
    private static readonly FeatureKind Present = new("has field");
    private static readonly FeatureKind Subject = new("subject word");
    private static readonly FeatureKind SubjectShape = new("subject");

    private readonly HeaderText _text = new();
    private readonly AddressFeatures _addresses = new(features, words);
    private readonly TraceFeatures _trace = new(features);
    private readonly char[] _name = new char[MaxName];
    private readonly char[] _lower = new char[MaxName];

    private const int MaxName = 40;

    public void Begin() => _trace.Begin();

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var length = Math.Min(name.Length, MaxName);
        Encoding.Latin1.GetChars(name[..length], _name);

        // As written: programs can be told by how they write a name.
        features.Add(Present, _name.AsSpan(0, length));
        var lower = _lower.AsSpan(0, length);
        Characters.ToLower(_name.AsSpan(0, length), lower);

        if (IsIgnored(lower))
        {
            return;
        }

        features.Break();
        AddValue(lower, _text.Decode(value));
        features.Break();
    }

    /// <summary>
    /// What other filters, mailing list archives and mail programs wrote afterwards: a verdict of theirs can be forged, and ours must not be learnt.
    /// What sender authentication found comes from the host as facts.
    /// </summary>
    private static bool IsIgnored(ReadOnlySpan<char> name) => name.StartsWith("x-spam")
        || name is "x-bogosity" or "x-ham-report" or "status" or "x-status" or "x-uid" or "x-uidl" or "x-keywords" or "content-length" or "lines"
            or "delivery-date" or "x-imap" or "authentication-results" or "received-spf" or "dkim-signature" or "domainkey-signature"
            or "x-google-dkim-signature" or "arc-seal" or "arc-message-signature" or "arc-authentication-results" or "x-gmail-labels" or "x-gm-thrid"
            or "x-pyzor" or "x-dspam-result";

    private void AddValue(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "subject":
                AddSubject(value);
                break;
            case "from" or "reply-to" or "sender" or "to" or "cc" or "return-path" or "errors-to" or "resent-from" or "resent-to":
                _addresses.Add(KindOf(name), name, value);
                break;
            case "received":
                _trace.AddReceived(value);
                break;
            case "message-id" or "in-reply-to" or "references" or "content-id" or "resent-message-id":
                _trace.AddMessageId(KindOf(name), value);
                break;
            case "date" or "resent-date":
                _trace.AddDate(value);
                break;
            case "content-type":
                break;
            default:
                AddOther(name, value);
                break;
        }
    }

    private void AddSubject(ReadOnlySpan<char> value)
    {
        words.Scan(Subject, value);
        if (_text.IsEncoded)
        {
            features.Add(SubjectShape, "encoded");
        }

        if (value.Length == 0)
        {
            features.Add(SubjectShape, "empty");
        }

        if (value.IndexOf("    ") >= 0)
        {
            features.Add(SubjectShape, "has a gap");
        }
    }

    private void AddOther(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        const int maxWhole = 60;
        const int maxWords = 256;
        var kind = KindOf(name);
        if (value.Length <= maxWhole)
        {
            features.Add(kind, value);
        }

        words.Scan(kind, value[..Math.Min(value.Length, maxWords)]);
    }

    private FeatureKind KindOf(ReadOnlySpan<char> name) => new(FeatureHash.Of(Present.Seed, name), features.KeepsTexts ? name.ToString() : "");
}
