using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Mail.Spam;

/// <summary>
/// Tables of features are far larger than a processor's caches, and a look-up that waits for memory holds up the next one. So features are looked up in blocks: one
/// loop says where they should be, so that the waits of a whole block overlap, and a second one looks there.
/// </summary>
internal static class Memory
{
    /// <summary>Features of a block. Their cache lines have to stay until the second loop: 64 of 64 octets are an eighth of the smallest first cache. LAB.md, "blocks".</summary>
    public const int Block = 64;

    /// <summary>Says that a place will soon be read. A hint: where the processor takes none, nothing is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(T[] table, int at)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            // No bounds are checked, for nothing is read; and should the collector move the table meanwhile, only the hint is lost.
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(table), at)));
        }
    }
}
