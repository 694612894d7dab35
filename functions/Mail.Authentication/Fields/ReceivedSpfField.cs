namespace Mail.Authentication;

/// <summary>RFC 7208 §9.1. Stands above all others of its name: only the top one can be ours.</summary>
public static class ReceivedSpfField
{
    public const string Name = "Received-SPF";

    // RFC 5322 §2.1.1: a line has at most 998 characters; quoting may double it.
    private const int MaxValue = 400;

    /// <summary>The field with its CRLF; <c>null</c> when the client's address is unknown and nothing was checked.</summary>
    /// <param name="request">What the verdict is about.</param>
    public static string? Write(AuthenticationVerdict verdict, AuthenticationRequest request)
    {
        if (request.ClientAddress is not { } client)
        {
            return null;
        }

        (string Key, string? Value)[] pairs =
        [
            ("receiver", request.HostName),
            ("identity", request.ReversePath.Length > 0 ? "mailfrom" : "helo"),
            ("client-ip", client.ToString()),
            ("envelope-from", request.ReversePath),
            ("helo", request.Helo),
            ("mechanism", verdict.Spf.Mechanism),
            ("problem", verdict.Spf.Problem),
        ];
        var text = string.Join(";\r\n\t", pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={FieldText.Value(Short(pair.Value!))}"));
        return $"{Name}: {verdict.Spf.Result.ToString().ToLowerInvariant()}\r\n\t{text}\r\n";
    }

    private static string Short(string value) => value.Length > MaxValue ? value[..MaxValue] : value;
}
