using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <param name="Account"><c>ADDRESS/NAME</c>.</param>
/// <param name="Protocol"><c>pop3</c> or <c>imap</c>.</param>
/// <param name="Tls"><c>implicit</c>, <c>starttls</c> or <c>none</c>.</param>
/// <param name="Keep"><c>forever</c>, <c>no</c>, or a time.</param>
/// <param name="State"><c>ok</c>, <c>paused</c> or <c>failing</c>.</param>
/// <param name="Problem">Why it is paused or fails.</param>
internal sealed record FetchView(
    string Account, string Protocol, string Tls, string Host, int Port, string User, string Interval, IReadOnlyList<string> Folders, string Keep, bool FilterAsNew,
    string State, string? Problem, DateTimeOffset? NextAttemptAt, DateTimeOffset? LastMessageAt, long Messages, long Octets, string? Comment)
{
    public static FetchView From(RemoteAccount account, FetchHealth health) => new(
        account.Key.ToString(),
        SettingText.Choice(account.Protocol),
        SettingText.Choice(account.Tls),
        account.Host,
        account.EffectivePort,
        account.User,
        SettingText.Time(account.Interval),
        account.Folders,
        account.KeepFor switch
        {
            null => "forever",
            { Ticks: 0 } => "no",
            { } time => SettingText.Time(time),
        },
        account.FilterAsNew,
        account.Paused is not null ? "paused" : health.Failures > 0 ? "failing" : "ok",
        account.Paused ?? health.Problem,
        account.Paused is null ? health.NextAttemptAt : null,
        health.LastMessageAt,
        health.Messages,
        health.Octets,
        account.Comment);

    public string Where => string.Create(CultureInfo.InvariantCulture, $"{Protocol}://{User}@{Host}:{Port}");
}
