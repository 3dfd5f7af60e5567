using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// All that training changes: weights, optimizer state, best weights, metric history. The learning rate and every random draw are
/// functions of the step and are no state.
/// </summary>
/// <remarks>Tensors: model.NAME, optimizer.NAME.STATE, best.NAME with PyTorch's names; history float64 [epochs, metrics].</remarks>
internal sealed class TrainingState : IDisposable
{
    private const string HistoryName = "history";
    private const string ModelPrefix = "model.";
    private const string BestPrefix = "best.";

    private readonly IReadOnlyList<(string Name, Tensor Tensor)> _current;
    private readonly WeightSnapshot _best;
    private readonly MetricHistory _history;
    private StateBuffer? _currentCopy;
    private StateBuffer? _bestCopy;
    private int _bestVersion;
    private double[] _historyCopy = [];

    public TrainingState(nn.Module model, Optimizer optimizer, WeightSnapshot best, MetricHistory history)
    {
        _current =
        [
            .. WeightSnapshot.Weights(model).Select(named => ($"{ModelPrefix}{named.Name}", named.Tensor)),
            .. optimizer.State.Select(state => ($"optimizer.{state.Parameter}.{state.Name}", state.Value)),
        ];
        (_best, _history) = (best, history);
    }

    /// <summary>Makes the host memory for the copies, so that the first checkpoint need not.</summary>
    public void Prepare() => _currentCopy ??= new(_current);

    /// <summary>Copies everything into host memory; what was copied before is overwritten.</summary>
    /// <param name="bestIsCurrent">True when the best weights are the model's own: they are then left out.</param>
    public IReadOnlyList<StateRegion> Copy(bool bestIsCurrent)
    {
        Prepare();
        _currentCopy!.Copy();
        var values = _history.Values;
        _historyCopy = GC.AllocateUninitializedArray<double>(values.Length, pinned: true);
        values.CopyTo(_historyCopy, 0);
        var history = new SafetensorsEntry(HistoryName, ScalarType.Float64, [_history.Epochs, _history.Names.Count], sizeof(double) * _historyCopy.Length);
        List<StateRegion> regions = [.. _currentCopy.Regions, new(history, AddressOf(_historyCopy))];
        if (!bestIsCurrent && _best.Copies.Count > 0)
        {
            _bestCopy ??= new([.. _best.Copies.Select(named => ($"{BestPrefix}{named.Name}", named.Tensor))]);
            // weights that are copied already are not copied again
            if (_bestVersion != _best.Version)
                _bestCopy.Copy();
            _bestVersion = _best.Version;
            regions.AddRange(_bestCopy.Regions);
        }
        return regions;
    }

    /// <summary>Takes everything from a checkpoint.</summary>
    /// <param name="reader">Verified.</param>
    /// <param name="metadata">What it says of itself.</param>
    /// <param name="where">What messages call it.</param>
    /// <exception cref="JobInputException">
    /// Its tensors do not match this network, or its history was not written by this program (no tensor is changed in either case); or its
    /// weights contain NaN or infinity.
    /// </exception>
    public void Restore(SafetensorsReader reader, CheckpointMetadata metadata, string where)
    {
        var hasBest = metadata.BestEpoch > 0 && !metadata.BestIsCurrent;
        Check(reader, hasBest, where);
        RestoreHistory(reader, metadata, where);
        foreach (var (name, tensor) in _current)
            reader.Read(reader.Find(name)!, tensor);
        if (metadata.BestEpoch > 0)
        {
            var prefix = hasBest ? BestPrefix : ModelPrefix;
            _best.Load((name, tensor) => reader.Read(reader.Find(prefix + name)!, tensor));
        }
        if (FiniteWeights.FirstOther([.. Weights, .. _best.Copies.Select(named => ($"{BestPrefix}{named.Name}", named.Tensor))]) is { } spoiled)
        {
            throw new JobInputException([new(where, $"tensor {spoiled}: found NaN or infinity, expected finite numbers",
                "delete this checkpoint, so that the job resumes from the one before it")]);
        }
    }

    /// <summary>The first of the copied weights that is no number; null when all are.</summary>
    /// <param name="regions">Of <see cref="Copy"/>.</param>
    public static string? FirstNotFinite(IReadOnlyList<StateRegion> regions) => regions
        .Where(region => region.Entry.Name.StartsWith(ModelPrefix, StringComparison.Ordinal) && region.Entry.Type == ScalarType.Float32 && !region.IsFinite())
        .Select(region => region.Entry.Name).FirstOrDefault();

    private IEnumerable<(string Name, Tensor Tensor)> Weights => _current.Where(named => named.Name.StartsWith(ModelPrefix, StringComparison.Ordinal));

    public void Dispose()
    {
        _currentCopy?.Dispose();
        _bestCopy?.Dispose();
    }

    private void RestoreHistory(SafetensorsReader reader, CheckpointMetadata metadata, string where)
    {
        const string Fix = "use the version of this program that wrote it, or an empty checkpoint folder";
        var entry = reader.Find(HistoryName)!;
        long[] expected = [metadata.Position.Epoch, metadata.History.Count];
        if (!entry.Shape.SequenceEqual(expected))
            throw new JobInputException([new(where, $"found a metric history of [{string.Join(", ", entry.Shape)}], expected [{string.Join(", ", expected)}]", Fix)]);
        var values = new double[entry.Length / sizeof(double)];
        reader.Read(entry, MemoryMarshal.AsBytes(values.AsSpan()));
        try
        {
            _history.Restore(metadata.History, values);
        }
        catch (InvalidDataException exception)
        {
            throw new JobInputException([new(where, Shown.OneLine(exception.Message), Fix)]);
        }
        if (_history.BestEpoch != metadata.BestEpoch)
            throw new JobInputException([new(where, $"found the best epoch {metadata.BestEpoch}, but its metric history says {_history.BestEpoch}", Fix)]);
    }

    /// <summary>Every tensor that is missing, too many, or of another shape, in one message.</summary>
    private void Check(SafetensorsReader reader, bool hasBest, string where)
    {
        var expected = _current.ToDictionary(named => named.Name, named => named.Tensor);
        if (hasBest)
        {
            foreach (var (name, tensor) in _current.Where(named => named.Name.StartsWith(ModelPrefix, StringComparison.Ordinal)))
                expected[string.Concat(BestPrefix, name.AsSpan(ModelPrefix.Length))] = tensor;
        }
        const string Fix = "use the network that wrote it, or an empty checkpoint folder";
        var mistakes = new List<Mistake>();
        foreach (var (name, tensor) in expected)
        {
            if (reader.Find(name) is not { } entry)
                mistakes.Add(new(where, $"found no tensor {name}, which this network has", Fix));
            else if (entry.Type != tensor.dtype || !entry.Shape.SequenceEqual(tensor.shape))
                mistakes.Add(new(where, $"found {name} as {entry.Type} [{string.Join(", ", entry.Shape)}], expected {tensor.dtype} [{string.Join(", ", tensor.shape)}]", Fix));
        }
        if (reader.Find(HistoryName) is not { Type: ScalarType.Float64 })
            mistakes.Add(new(where, "found no metric history", Fix));
        foreach (var entry in reader.Tensors.Where(entry => entry.Name != HistoryName && !expected.ContainsKey(entry.Name)))
            mistakes.Add(new(where, $"found the tensor {Shown.Plain(entry.Name)}, which this network does not have", Fix));
        if (mistakes.Count > 0)
            throw new JobInputException(mistakes);
    }

    private static unsafe nint AddressOf(double[] pinned) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
