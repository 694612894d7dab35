namespace Mail.Sieve.Tests.Engine;

public class LanguageTests
{
    public static TheoryData<string> Names => [.. StandardLanguage.Definitions.Select(d => d.Describe()).Distinct()];

    /// <summary>Arguments are found by their names, whichever kind they are.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Arguments_have_names_of_their_own(string name)
    {
        // spamtest is there twice: as RFC 5235 has it without and with spamtestplus.
        foreach (var definition in StandardLanguage.Definitions.Where(d => d.Describe() == name))
        {
            var names = definition.Tags.Select(t => t.Name).Concat(definition.Positionals.Select(p => p.Name)).ToList();
            Assert.Equal(names.Distinct(), names);
        }
    }

    [Fact]
    public void Capabilities_are_those_that_the_readme_lists()
    {
        var capabilities = new SieveCompiler(SieveOptions.Default).Capabilities;

        Assert.Superset(
            new HashSet<string>
            {
                "fileinto", "envelope", "encoded-character", "copy", "subaddress", "variables", "relational", "imap4flags", "regex", "ihave", "include",
                "environment", "mailbox", "special-use", "fcc", "reject", "ereject", "vacation", "vacation-seconds", "enotify", "duplicate",
                "comparator-i;octet", "comparator-i;ascii-casemap", "comparator-i;ascii-numeric",
            },
            capabilities.ToHashSet());
    }
}
