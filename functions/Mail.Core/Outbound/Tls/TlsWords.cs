using System.Text.Json;

namespace Mail.Core;

/// <summary>The words of reports (RFC 8460 §4.3), for people too.</summary>
public static class TlsWords
{
    /// <summary>For example <c>certificate-host-mismatch</c>.</summary>
    public static string ToWord(this TlsProblem problem) => JsonNamingPolicy.KebabCaseLower.ConvertName(problem.ToString());

    /// <summary>For example <c>no-policy-found</c>.</summary>
    public static string ToWord(this TlsPolicyKind kind) => kind switch
    {
        TlsPolicyKind.Sts => "sts",
        TlsPolicyKind.Tlsa => "tlsa",
        _ => "no-policy-found",
    };
}
