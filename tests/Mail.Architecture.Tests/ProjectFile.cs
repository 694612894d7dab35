using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Mail.Architecture.Tests;

/// <summary>One project, as its project file and its compiled assembly say.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _content;

    private ProjectFile(string path)
    {
        Path = path;
        _content = XDocument.Load(path);
    }

    /// <summary>Full path of the .csproj.</summary>
    public string Path { get; }

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsTest => Folder.StartsWith(System.IO.Path.Combine(Repository.Root, "tests"), StringComparison.Ordinal);

    /// <summary>Names of the projects that it is compiled against; those that are only built first are left out.</summary>
    public IEnumerable<string> ProjectReferences =>
        from reference in _content.Descendants("ProjectReference")
        where (string?)reference.Attribute("ReferenceOutputAssembly") != "false"
        select System.IO.Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'));

    public IEnumerable<XElement> PackageReferences => _content.Descendants("PackageReference");

    public IEnumerable<string> Packages => PackageReferences.Select(p => (string)p.Attribute("Include")!);

    /// <summary>Names of the assemblies whose types the compiled code uses, also those that came in through other projects.</summary>
    public IReadOnlyList<string> ReadAssemblyReferences()
    {
        using var reader = new PEReader(File.OpenRead(AssemblyPath));
        var metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }

    public static IReadOnlyList<ProjectFile> All { get; } = [.. Repository.Files("*.csproj").Select(path => new ProjectFile(path))];

    /// <summary>The projects that make up the product.</summary>
    public static IReadOnlyList<ProjectFile> Product { get; } = [.. All.Where(p => !p.IsTest)];

    /// <summary>artifacts/bin/project/configuration/assembly.dll, in the configuration in which this test was built.</summary>
    private string AssemblyPath
    {
        get
        {
            var name = (string?)_content.Descendants("AssemblyName").FirstOrDefault() ?? Name;
            var configuration = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return System.IO.Path.Combine(Repository.Root, "artifacts", "bin", Name, configuration, $"{name}.dll");
        }
    }
}
