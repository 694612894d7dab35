using System.Text.Json;

namespace Mail.Ctl;

/// <summary>One line of <c>--batch</c>.</summary>
/// <param name="Id">Given back as it is.</param>
/// <param name="Dns">A zone, or the path of a file with one; without it the live DNS is asked.</param>
/// <param name="Message">With a line break in it, or empty, the message itself, otherwise the path of a file; without it only SPF is checked.</param>
internal sealed record AuthCase(JsonElement? Id, JsonElement? Dns, string? Ip, string? Helo, string? MailFrom, string? Message);
