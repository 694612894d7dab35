using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <param name="For">The pattern.</param>
/// <param name="Via"><c>direct</c>, <c>smarthost</c>, <c>discard</c> or <c>error</c>.</param>
/// <param name="Tls"><c>none</c>, <c>opportunistic</c>, <c>required</c> or <c>verified</c>.</param>
/// <param name="Credentials">Where they are.</param>
internal sealed record TransportView(
    string For, string Via, string? Host, int? Port, string Tls, string? Credentials, string Text, bool Enabled, string? Comment)
{
    public static TransportView From(Core.Transport transport) => new(
        transport.Pattern,
        SettingText.Choice(transport.Kind),
        transport.Host,
        transport.Port,
        SettingText.Choice(transport.Tls),
        transport.Credentials,
        transport.Text,
        transport.Enabled,
        transport.Comment);

    /// <summary>Where it leads, in a few words.</summary>
    public string Target => Host is null ? Text : string.Create(CultureInfo.InvariantCulture, $"{Host}{(Port is { } port ? $":{port}" : "")}");

    public override string ToString() => $"{For} {Via}{(Target.Length == 0 ? "" : " " + Target)}";
}
