namespace Mail.Architecture.Tests;

public class SolutionTests
{
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Mail.Cloud.sln")).Replace('\\', '/');

        Assert.All(ProjectFile.All, p => Assert.Contains($"\"{Path.GetRelativePath(Repository.Root, p.Path)}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_place()
    {
        Assert.All(
            ProjectFile.All.SelectMany(p => p.PackageReferences),
            package => Assert.Null(package.Attribute("Version") ?? package.Attribute("VersionOverride")));
    }

    [Fact]
    public void Every_project_of_the_product_opens_with_a_readme()
    {
        Assert.All(ProjectFile.Product, p => Assert.True(File.Exists(Path.Combine(p.Folder, "README.md")), $"{p.Name} has no README.md"));
    }

    /// <summary>Everybody installs from the registry that their npm is set to.</summary>
    [Fact]
    public void The_lock_file_of_Azurite_pins_the_version_and_names_no_registry()
    {
        var @lock = File.ReadAllText(Path.Combine(Repository.Root, "infra", "local", "azurite", "package-lock.json"));

        Assert.Contains("\"azurite\": \"3.35.0\"", @lock, StringComparison.Ordinal);
        Assert.DoesNotContain("\"resolved\"", @lock, StringComparison.Ordinal);
    }
}
