using System.CommandLine.Parsing;

namespace Mail.Ctl;

/// <summary>A quota as it is typed: a size, or <c>none</c>.</summary>
/// <param name="Bytes"><c>null</c> is no limit.</param>
internal sealed record QuotaParameter(long? Bytes)
{
    public static QuotaParameter? Read(ArgumentResult result) => result.Tokens[0].Value switch
    {
        "none" => new QuotaParameter(Bytes: null),
        var text when ByteSize.TryParse(text, out var bytes) && bytes > 0 => new QuotaParameter(bytes),
        var text => Parameters.Refuse<QuotaParameter>(result, $"'{text}' is no quota: write a size such as 500MB or 1GiB, or none."),
    };
}
