using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// Host memory that holds a copy of some tensors, made once and used for every checkpoint: the training thread only copies into it.
/// From a GPU the copy goes into pinned memory.
/// </summary>
internal sealed unsafe class StateBuffer : IDisposable
{
    /// <summary>What one core copies at a time.</summary>
    private const int PieceBytes = 4 << 20;

    /// <summary>Fewer are copied by the calling thread alone: waking others takes longer than they save.</summary>
    private const int ParallelPiecesMin = 16;

    private readonly IReadOnlyList<Tensor> _live;
    private readonly Tensor?[] _pinned;
    private readonly byte* _memory;
    private readonly List<(nint From, nint To, long Length)> _pieces = [];

    /// <summary>Allocates the memory.</summary>
    /// <param name="tensors">Names and live tensors, all on one device.</param>
    public StateBuffer(IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        _live = [.. tensors.Select(named => named.Tensor)];
        _pinned = new Tensor?[tensors.Count];
        var regions = new StateRegion[tensors.Count];
        var entries = tensors.Select(named => SafetensorsEntry.Of(named.Name, named.Tensor)).ToArray();
        var bytes = entries.Where((_, index) => IsPlain(_live[index])).Sum(entry => entry.Length);
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, bytes), 64);
        var next = _memory;
        for (var i = 0; i < regions.Length; i++)
        {
            if (IsPlain(_live[i]))
            {
                regions[i] = new(entries[i], (nint)next);
                next += entries[i].Length;
            }
            else
            {
                _pinned[i] = Staging(_live[i]);
                regions[i] = new(entries[i], Address(_pinned[i]!));
            }
        }
        // touched now, so that no checkpoint waits for the kernel to find pages
        NativeMemory.Clear(_memory, (nuint)bytes);
        Regions = regions;
    }

    /// <summary>The copies.</summary>
    public IReadOnlyList<StateRegion> Regions { get; }

    /// <summary>Copies all tensors as they are now.</summary>
    public void Copy()
    {
        using var off = no_grad();
        _pieces.Clear();
        for (var i = 0; i < _live.Count; i++)
        {
            if (_pinned[i] is { } staging)
                staging.copy_(_live[i], true);
            else
                AddPieces(Address(_live[i]), Regions[i].Address, Regions[i].Entry.Length);
        }
        if (_pieces.Count >= ParallelPiecesMin && Environment.ProcessorCount > 1)
            Parallel.For(0, _pieces.Count, CopyPiece);
        else
            for (var i = 0; i < _pieces.Count; i++)
                CopyPiece(i);
        if (_live.FirstOrDefault(tensor => tensor.device_type == DeviceType.CUDA) is { } remote)
            torch.cuda.synchronize(remote.device);
    }

    public void Dispose()
    {
        foreach (var tensor in _pinned)
            tensor?.Dispose();
        NativeMemory.AlignedFree(_memory);
    }

    /// <summary>Memory that can be copied as it lies.</summary>
    private static bool IsPlain(Tensor tensor) => tensor.device_type == DeviceType.CPU && tensor.is_contiguous();

    private static Tensor Staging(Tensor live)
    {
        var host = empty(live.shape, dtype: live.dtype);
        if (live.device_type != DeviceType.CUDA)
            return host.DetachFromDisposeScope();
        using (host)
            return host.pin_memory().DetachFromDisposeScope();
    }

    /// <summary>Where a contiguous tensor's bytes lie, however many they are.</summary>
    private static nint Address(Tensor tensor)
    {
        if (tensor.NumberOfElements == 0)
            return 0;
        if (tensor.NumberOfElements * tensor.ElementSize <= int.MaxValue)
            return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
        using var scope = NewDisposeScope();
        var first = tensor.detach().view(-1).narrow(0, 0, 1);
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }

    private void AddPieces(nint from, nint to, long length)
    {
        for (long start = 0; start < length; start += PieceBytes)
            _pieces.Add((from + (nint)start, to + (nint)start, Math.Min(PieceBytes, length - start)));
    }

    private void CopyPiece(int index)
    {
        var (from, to, length) = _pieces[index];
        Buffer.MemoryCopy((void*)from, (void*)to, length, length);
    }
}
