using System.Globalization;
using Mail.Core;

namespace Mail.Transport;

/// <summary>A policy as its file has it, for reports (RFC 8460 §4.4, <c>policy-string</c>).</summary>
internal static class StsText
{
    public static IReadOnlyList<string> Lines(StsPolicy policy) =>
    [
        "version: STSv1",
        $"mode: {SettingText.Choice(policy.Mode)}",
        .. policy.Mx.Select(pattern => $"mx: {pattern}"),
        string.Create(CultureInfo.InvariantCulture, $"max_age: {(long)policy.MaxAge.TotalSeconds}"),
    ];
}
