using System.Text;

namespace Mail.Interop.Tests;

/// <summary>The file that every scanner takes for a virus, put together here so that none takes this one for it.</summary>
internal static class Eicar
{
    public static byte[] Octets { get; } = Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS" + "-TEST-FILE!$H+H*");
}
