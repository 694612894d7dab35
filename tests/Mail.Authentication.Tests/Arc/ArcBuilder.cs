using Mail.Authentication.Tests.Signatures;

namespace Mail.Authentication.Tests.Arc;

/// <summary>Seals a message hop by hop, with the keys of <see cref="TestKeys"/>. Every text may be changed before it is signed.</summary>
internal sealed class ArcBuilder(string body = ArcBuilder.Body)
{
    public const string Body = "Hey gang,\r\nThis is a test  message. \r\n--J.\r\n";
    public const string RelaxedBody = "Hey gang,\r\nThis is a test message.\r\n--J.\r\n";

    private readonly List<string> _fields =
    [
        "Received: by 192.0.2.1 with HTTP",
        "Date: Thu, 14 Jan 2015 15:00:01 -0800",
        "From: John Q Doe <jqd@d1.example.org>",
        "To: arc@dmarc.org",
        "Subject: Example  1",
    ];

    private readonly List<string> _sealed = [];

    public static string Results(int i) => $"i={i}; lists.example.org;\r\n    spf=pass smtp.mfrom=jqd@d1.example;\r\n    dmarc=pass header.from=d1.example.org";

    public static string Message(int i) =>
        $"a=rsa-sha256;\r\n    b={{b}};\r\n    bh={{bh}}; c=relaxed/relaxed;\r\n    d=d.test; h=from:to:date:subject:mime-version:arc-authentication-results;\r\n    i={i}; s=s; t=12345";

    public static string Seal(int i) => $"a=rsa-sha256;\r\n    b={{b}}; cv={(i == 1 ? "none" : "pass")}; d=d.test; i={i}; s=s;\r\n    t=12345";

    /// <summary>A chain of whole sets.</summary>
    public static ArcBuilder Chain(int count)
    {
        var builder = new ArcBuilder();
        for (var i = 1; i <= count; i++)
        {
            builder.Add(Results(i), Message(i), Seal(i));
        }

        return builder;
    }

    /// <summary>Adds a set on top; <c>null</c> leaves a field out.</summary>
    public ArcBuilder Add(string? results, string? message, string? seal, string hashedBody = RelaxedBody)
    {
        if (results is not null)
        {
            Put($"ARC-Authentication-Results: {results}");
        }

        if (message is not null)
        {
            var unsigned = $"ARC-Message-Signature: {message.Replace("{bh}", TestKeys.BodyHash(hashedBody), StringComparison.Ordinal)}";
            Put(Signed(unsigned, Covered(message)));
        }

        if (seal is not null)
        {
            _fields.Insert(0, Signed($"ARC-Seal: {seal}", _sealed));
            _sealed.Add(_fields[0]);
        }

        return this;
    }

    /// <summary>Changes a field of the header, as a list does.</summary>
    public ArcBuilder Replace(string from, string to)
    {
        var at = _fields.FindIndex(field => field.Contains(from, StringComparison.Ordinal));
        _fields[at] = _fields[at].Replace(from, to, StringComparison.Ordinal);
        return this;
    }

    public ArcBuilder Reverse()
    {
        _fields.Reverse();
        return this;
    }

    public override string ToString() => string.Concat(_fields.Select(field => field + "\r\n")) + "\r\n" + body;

    private void Put(string field)
    {
        _fields.Insert(0, field);
        _sealed.Add(field);
    }

    private List<string> Covered(string tags)
    {
        var names = tags.Split(';').Select(tag => tag.Trim()).FirstOrDefault(tag => tag.StartsWith("h=", StringComparison.Ordinal))?[2..].Split(':') ?? [];
        var left = _fields.ToList();
        var covered = new List<string>();
        foreach (var name in names)
        {
            if (left.FindLast(field => field.StartsWith(name.Trim() + ":", StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                left.Remove(found);
                covered.Add(found);
            }
        }

        return covered;
    }

    private static string Signed(string unsigned, IEnumerable<string> covered)
    {
        var canonical = string.Concat(covered.Select(field => TestKeys.Relax(field) + "\r\n")) + TestKeys.Relax(TestKeys.WithoutSignature(unsigned));
        return unsigned.Replace("{b}", TestKeys.Sign(canonical), StringComparison.Ordinal);
    }
}
