using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace TrainingContainer.Training;

/// <summary>
/// The optimizer on the CPU: each parameter, its gradient and its state are read and written once, where a chain of
/// tensor operators would pass over them ten times.
/// </summary>
internal sealed unsafe class FusedOptimizer : Optimizer
{
    /// <summary>The most elements of a parameter whose bytes a span can cover.</summary>
    public const long ElementsMax = int.MaxValue / sizeof(float);

    private readonly OptimizerSettings _settings;
    private readonly Memory[] _memory;

    public FusedOptimizer(OptimizerSettings settings, UpdateRule rule, IEnumerable<(string, Parameter)> parameters) : base(settings, rule, parameters)
    {
        _settings = settings;
        _memory = [.. Slots.Select(slot => new Memory(
            Pointer(slot.Parameter.bytes),
            slot.State.Length > 0 ? Pointer(slot.State[0].bytes) : null,
            slot.State.Length > 1 ? Pointer(slot.State[1].bytes) : null,
            (int)slot.Parameter.NumberOfElements))];
    }

    public override void Step(double learningRate, long step)
    {
        var gradients = stackalloc float*[_memory.Length];
        var held = new TorchSharp.torch.Tensor[_memory.Length];
        double squares = 0;
        for (var i = 0; i < _memory.Length; i++)
        {
            held[i] = GradientOf(Slots[i]);
            var bytes = held[i].bytes;
            gradients[i] = Pointer(bytes);
            var gradient = MemoryMarshal.Cast<byte, float>(bytes);
            if (_settings.L1 > 0 && Slots[i].IsWeight)
                GradientKernels.AddSign(new(_memory[i].Parameter, _memory[i].Length), gradient, (float)_settings.L1);
            if (_settings.GradientClipNorm > 0)
                squares += GradientKernels.SumOfSquares(gradient);
        }
        // torch.nn.utils.clip_grad_norm_ adds 1e-6 to the norm
        var scale = _settings.GradientClipNorm > 0 ? _settings.GradientClipNorm / (Math.Sqrt(squares) + 1e-6) : 1;
        for (var i = 0; i < _memory.Length; i++)
        {
            var memory = _memory[i];
            var gradient = new Span<float>(gradients[i], memory.Length);
            if (scale < 1)
                GradientKernels.Scale(gradient, (float)scale);
            Rule.Update(
                new(memory.Parameter, memory.Length), gradient,
                new(memory.First, memory.First is null ? 0 : memory.Length),
                new(memory.Second, memory.Second is null ? 0 : memory.Length),
                learningRate * Slots[i].LearningRateScale, step);
            Slots[i].Parameter.grad = null;
            held[i].Dispose();
        }
    }

    /// <summary>The address of a tensor's memory, which stays where it is as long as the tensor lives.</summary>
    private static float* Pointer(Span<byte> bytes) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));

    private readonly struct Memory(float* parameter, float* first, float* second, int length)
    {
        public readonly float* Parameter = parameter;
        public readonly float* First = first;
        public readonly float* Second = second;
        public readonly int Length = length;
    }
}
