using System.Runtime.InteropServices;

namespace Fuzz;

/// <summary>
/// What instrumented code (SharpFuzz) has run: a counter for each pair of places. Seldom, more often, and very often count as different.
/// </summary>
internal sealed unsafe class Coverage
{
    // as American Fuzzy Lop has it, which SharpFuzz follows
    private const int Places = 1 << 16;

    private readonly byte* _counters = (byte*)NativeMemory.AllocZeroed(Places);
    private readonly byte[] _seen = new byte[Places];

    public Coverage() => SharpFuzz.Common.Trace.SharedMem = _counters;

    /// <summary>How many pairs of places have been seen.</summary>
    public int Count { get; private set; }

    /// <summary>Begins an input.</summary>
    public void Clear()
    {
        NativeMemory.Clear(_counters, Places);
        SharpFuzz.Common.Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input has run what none before it has, or as often as none.</summary>
    public bool TakeNew()
    {
        var isNew = false;
        var words = new ReadOnlySpan<ulong>(_counters, Places / sizeof(ulong));
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0)
                continue;
            for (var place = word * sizeof(ulong); place < (word + 1) * sizeof(ulong); place++)
            {
                var often = Often(_counters[place]);
                if ((often & ~_seen[place]) == 0)
                    continue;
                if (_seen[place] == 0)
                    Count++;
                _seen[place] |= often;
                isNew = true;
            }
        }
        return isNew;
    }

    private static byte Often(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
