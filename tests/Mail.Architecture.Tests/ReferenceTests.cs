namespace Mail.Architecture.Tests;

/// <summary>Who may know whom. Core knows nobody, the parts know Core, and only the programs put parts together.</summary>
public class ReferenceTests
{
    private static readonly string[] OnlyCore = ["Mail.Core"];

    private static readonly string[] AllParts =
    [
        "Mail.Core", "Mail.Smtp", "Mail.Authentication", "Mail.Spam", "Mail.Sieve", "Mail.Processing", "Mail.Transport", "Mail.Azure",
        "Mail.Credentials", "Mail.Dns", "Mail.Scanning",
    ];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Mail.Core"] = [],
        ["Mail.Smtp"] = OnlyCore,
        ["Mail.Authentication"] = OnlyCore,
        ["Mail.Spam"] = OnlyCore,
        ["Mail.Sieve"] = OnlyCore,
        ["Mail.Transport"] = OnlyCore,
        ["Mail.Azure"] = OnlyCore,
        ["Mail.Credentials"] = OnlyCore,
        ["Mail.Dns"] = OnlyCore,
        ["Mail.Scanning"] = OnlyCore,
        ["Mail.Processing"] = ["Mail.Core", "Mail.Authentication", "Mail.Spam", "Mail.Sieve"],
        ["Mail.Gateway"] = AllParts,
        ["Mail.Functions"] = AllParts,
        ["Mail.Ctl"] = AllParts,
        ["Mail.Local"] = AllParts,
    };

    public static TheoryData<string> Products => [.. ProjectFile.Product.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Products))]
    public void A_project_refers_only_to_those_it_may_know(string name)
    {
        Assert.True(Allowed.ContainsKey(name), $"{name} is new: say here whom it may know.");

        Assert.Empty(Project(name).ProjectReferences.Except(Allowed[name]));
    }

    /// <summary>A reference brings along what it refers to itself, so the compiled code has the last word.</summary>
    [Theory]
    [MemberData(nameof(Products))]
    public void The_compiled_code_uses_only_those_it_may_know(string name)
    {
        var used = Project(name).ReadAssemblyReferences().Where(r => r.StartsWith("Mail.", StringComparison.Ordinal));

        Assert.Empty(used.Except(Allowed[name]));
    }

    [Fact]
    public void Core_uses_the_base_class_library_only()
    {
        Assert.Empty(Project("Mail.Core").Packages);
        Assert.All(
            Project("Mail.Core").ReadAssemblyReferences(),
            reference => Assert.StartsWith("System.", reference, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Azure.", "Mail.Azure")]
    [InlineData("Microsoft.Azure.", "Mail.Azure")]
    [InlineData("DnsClient", "Mail.Dns")]
    [InlineData("MailKit", "Mail.Transport")]
    [InlineData("MimeKit", "Mail.Processing", "Mail.Authentication", "Mail.Spam", "Mail.Sieve", "Mail.Transport", "Mail.Ctl")]
    [InlineData("Spectre.Console", "Mail.Ctl")]
    [InlineData("System.CommandLine", "Mail.Ctl", "Mail.Local")]
    public void A_library_is_used_only_where_it_belongs(string library, params string[] users)
    {
        var others = ProjectFile.Product.Where(p => !users.Contains(p.Name)).ToList();

        Assert.NotEmpty(others);
        Assert.All(others, project =>
        {
            Assert.DoesNotContain(project.Packages, p => IsLibrary(p, library));
            Assert.DoesNotContain(project.ReadAssemblyReferences(), r => IsLibrary(r, library));
        });
    }

    [Fact]
    public void The_rules_are_about_projects_that_the_test_can_see()
    {
        Assert.Contains("Azure.Storage.Blobs", Project("Mail.Azure").ReadAssemblyReferences());
        Assert.Contains("Mail.Core", Project("Mail.Azure").ProjectReferences);
    }

    private static bool IsLibrary(string name, string library) => name == library || name.StartsWith(library.TrimEnd('.') + ".", StringComparison.Ordinal);

    private static ProjectFile Project(string name) => ProjectFile.Product.Single(p => p.Name == name);
}
