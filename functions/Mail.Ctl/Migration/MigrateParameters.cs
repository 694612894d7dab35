using System.CommandLine;

namespace Mail.Ctl;

/// <summary>Options that several migrations share.</summary>
internal static class MigrateParameters
{
    public static Option<bool> AddDomains() => new("--add-domains") { Description = "Add the domains of the addresses, too, where they are not here yet." };
}
