using System.Globalization;

namespace Mail.Sieve.Procmail;

/// <summary>Comparisons of numbers and of texts, where Sieve has a test for them.</summary>
internal static class MaildropComparison
{
    private const string NoTest = "Sieve has no test for this comparison";

    /// <param name="succeeded">What it means that the last program was successful; <c>null</c> when that is not known.</param>
    public static MaildropValue Of(MaildropValue left, string comparison, MaildropValue right, SieveTest? succeeded)
    {
        if ((left.Problem ?? right.Problem) is { } problem)
        {
            return MaildropValue.Failed(problem);
        }

        return left.IsSize && right.Text is { } size ? OfSize(comparison, size)
            : left.IsSender && right.Text is { } sender ? OfSender(comparison, sender)
            : left.Text == "RETURNCODE" ? OfProgram(comparison, right.Text, succeeded)
            : left.Text is { } first && right.Text is { } second ? OfTexts(first, comparison, second)
            : MaildropValue.Failed(NoTest);
    }

    private static MaildropValue OfSize(string comparison, string size)
    {
        if (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var octets))
        {
            return MaildropValue.Failed(NoTest);
        }

        // RFC 5228 §5.9: over and under leave out the size itself.
        var test = comparison switch
        {
            ">" => Size("over", octets),
            ">=" => SieveTest.NotOf(Size("under", octets)),
            "<" => Size("under", octets),
            "<=" => SieveTest.NotOf(Size("over", octets)),
            _ => null,
        };
        return test is null ? MaildropValue.Failed(NoTest) : new MaildropValue { Test = test };
    }

    private static SieveTest Size(string side, int octets) => SieveTest.Of(string.Create(CultureInfo.InvariantCulture, $"size :{side} {octets}"));

    private static MaildropValue OfSender(string comparison, string sender)
    {
        var test = SieveTest.Of($"envelope :is \"from\" {ImportText.Quote(sender)}");
        return comparison switch
        {
            "eq" or "==" => new MaildropValue { Test = test },
            "ne" or "!=" => new MaildropValue { Test = SieveTest.NotOf(test) },
            _ => MaildropValue.Failed(NoTest),
        };
    }

    private static MaildropValue OfProgram(string comparison, string? code, SieveTest? succeeded) => (comparison, code) switch
    {
        _ when succeeded is null => MaildropValue.Failed("programs cannot be run here"),
        ("==" or "eq", "0") => new MaildropValue { Test = succeeded },
        ("!=" or "ne", "0") => new MaildropValue { Test = SieveTest.NotOf(succeeded) },
        _ => MaildropValue.Failed(NoTest),
    };

    private static MaildropValue OfTexts(string left, string comparison, string right)
    {
        var known = !ImportText.HasVariable(left + right);
        var test = known
            ? left == right ? SieveTest.True : SieveTest.False
            : SieveTest.Of($"string :is :comparator \"i;octet\" {ImportText.Quote(left)} {ImportText.Quote(right)}");
        return comparison switch
        {
            "eq" or "==" => new MaildropValue { Test = test },
            "ne" or "!=" => new MaildropValue { Test = SieveTest.NotOf(test) },
            _ => MaildropValue.Failed(NoTest),
        };
    }
}
