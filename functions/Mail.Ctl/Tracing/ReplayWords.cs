using System.Text.Json;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>The words of <see cref="ReplayStatus"/> in <c>--json</c>.</summary>
internal static class ReplayWords
{
    public static string Of(ReplayStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
