using System.Text.RegularExpressions;

namespace Mail.Sieve.Procmail;

/// <summary>The commands that importers write.</summary>
internal static partial class SieveCommands
{
    public static SieveCommand FileInto(string folder, bool isCopy) =>
        SieveCommand.Of($"fileinto {(isCopy ? ":copy " : "")}:create {ImportText.Quote(folder)};");

    public static SieveCommand Redirect(string address, bool isCopy) =>
        SieveCommand.Of($"redirect {(isCopy ? ":copy " : "")}{ImportText.Quote(address)};");

    public static SieveCommand Discard { get; } = SieveCommand.Of("discard;");

    public static SieveCommand Keep { get; } = SieveCommand.Of("keep;");

    public static SieveCommand Set(string name, string value) =>
        SieveCommand.Of($"set {ImportText.Quote(ImportText.VariableName(name))} {ImportText.Quote(value)};");

    public static SieveCommand AddHeader(string name, string value) =>
        SieveCommand.Of($"addheader :last {ImportText.Quote(name)} {ImportText.Quote(value)};");

    public static SieveCommand DeleteHeader(string name) => SieveCommand.Of($"deleteheader {ImportText.Quote(name)};");

    public static SieveCommand Vacation(int days, string text) => SieveCommand.Of($"vacation :days {days} {ImportText.QuotePlain(text)};");

    /// <summary>An address that mail can be sent to, as it would be written in a message.</summary>
    public static bool IsAddress(string text) => ImportText.HasVariable(text) || SieveAddress.TryParse(text, out _, out _);

    /// <summary>RFC 5322 §2.2: the name of a field.</summary>
    public static bool IsFieldName(string text) => FieldName().IsMatch(text);

    [GeneratedRegex(@"^[!-9;-~]{1,76}$")]
    private static partial Regex FieldName();
}
