using TorchSharp.Utils;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp
{
    /// <summary>Padding that follows from the kernel.</summary>
    public enum Padding
    {
        Valid = 0,
        Same = 1,
    }

    /// <summary>What stands outside of the input.</summary>
    public enum PaddingModes
    {
        Zeros = 0,
        Reflect = 1,
        Replicate = 2,
        Circular = 3,
        Constant = 4,
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What convolutions of all dimensions share: their settings, weight and bias.</summary>
    public abstract class Convolution : torch.nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(bias))]
        private Parameter? _bias;

        [ComponentName(Name = nameof(weight))]
        private Parameter? _weight;

        private protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, long groups, bool bias, PaddingModes padding_mode, torch.Device? device, torch.ScalarType? dtype)
            : base(name)
        {
            this.in_channels = in_channels;
            this.out_channels = out_channels;
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
            this.padding_type = padding_type;
            this.dilation = dilation;
            this.groups = groups;
            this.padding_mode = padding_mode;
            weight = torch.empty([out_channels, in_channels / groups, .. kernel_size], dtype, device).AsParameter();
            this.bias = bias ? torch.empty(out_channels, dtype, device).AsParameter() : null;
            reset_parameters();
        }

        public long in_channels { get; }

        public long out_channels { get; }

        public long[] kernel_size { get; set; }

        public long[] stride { get; set; }

        public long[]? padding { get; }

        public Padding? padding_type { get; }

        public long[] dilation { get; set; }

        public long groups { get; set; }

        public PaddingModes padding_mode { get; set; }

        public Parameter weight
        {
            get => _weight!;
            set => Replace(ref _weight, nameof(weight), value);
        }

        public Parameter? bias
        {
            get => _bias;
            set => Replace(ref _bias, nameof(bias), value);
        }

        public void reset_parameters() => torch.nn.init.ResetLayer(weight, bias);

        /// <summary>The explicit padding, last dimension first and each side apart, as pad() wants it.</summary>
        private protected long[] ReversedPadding()
        {
            var reversed = new long[2 * kernel_size.Length];
            for (var d = 0; d < kernel_size.Length; d++)
            {
                var total = padding is not null ? 2 * padding[d] : padding_type == Padding.Same ? dilation[d] * (kernel_size[d] - 1) : 0;
                var at = 2 * (kernel_size.Length - 1 - d);
                reversed[at] = total / 2;
                reversed[at + 1] = total - (total / 2);
            }
            return reversed;
        }
    }
}
