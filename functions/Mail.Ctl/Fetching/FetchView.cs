using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <param name="Account"><c>ADDRESS/NAME</c>.</param>
/// <param name="Protocol"><c>pop3</c> or <c>imap</c>.</param>
/// <param name="Tls"><c>implicit</c>, <c>starttls</c> or <c>none</c>.</param>
/// <param name="Authentication"><c>password</c>, <c>apop</c> or <c>oauth</c>.</param>
/// <param name="SizeLimit">Octets: larger messages stay there.</param>
/// <param name="BatchLimit">Messages per visit; <c>null</c> for all.</param>
/// <param name="Multidrop">The field that says for whom a message is; <c>null</c> when all is for the account.</param>
/// <param name="Keep"><c>forever</c>, <c>no</c>, or a time.</param>
/// <param name="State"><c>ok</c>, <c>paused</c> or <c>failing</c>.</param>
/// <param name="Problem">Why it is paused or fails.</param>
internal sealed record FetchView(
    string Account, string Protocol, string Tls, string Host, int Port, string User, string Authentication, string Interval, IReadOnlyList<string> Folders, string Keep,
    long SizeLimit, int? BatchLimit, bool FilterAsNew, string? Multidrop,
    string State, string? Problem, DateTimeOffset? NextAttemptAt, DateTimeOffset? LastMessageAt, long Messages, long Octets, string? Comment)
{
    private static readonly string ImplicitTls = SettingText.Choice(RemoteTls.Implicit);

    public static FetchView From(RemoteAccount account, FetchHealth health) => new(
        account.Key.ToString(),
        SettingText.Choice(account.Protocol),
        SettingText.Choice(account.Tls),
        account.Host,
        account.EffectivePort,
        account.User,
        SettingText.Choice(account.Authentication),
        SettingText.Time(account.Interval),
        account.Folders,
        account.KeepFor switch
        {
            null => "forever",
            { Ticks: 0 } => "no",
            { } time => SettingText.Time(time),
        },
        account.SizeLimit,
        account.BatchLimit,
        account.FilterAsNew,
        account.Multidrop,
        account.Paused is not null ? "paused" : health.Failures > 0 ? "failing" : "ok",
        account.Paused ?? health.Problem,
        account.Paused is null ? health.NextAttemptAt : null,
        health.LastMessageAt,
        health.Messages,
        health.Octets,
        account.Comment);

    /// <summary>For people: <c>pop3s://alice@pop.far.test:995</c>.</summary>
    public string Where => string.Create(CultureInfo.InvariantCulture, $"{Protocol}{(Tls == ImplicitTls ? "s" : "")}://{User}@{Host}:{Port}");
}
