using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => target is null ? false : Native.tb_eq(this, target);

        public Tensor eq(Scalar target) => Native.tb_eq_scalar(this, target);

        public Tensor ne(Tensor target) => target is null ? true : Native.tb_ne(this, target);

        public Tensor ne(Scalar target) => Native.tb_ne_scalar(this, target);

        public Tensor lt(Tensor target) => Native.tb_lt(this, target);

        public Tensor lt(Scalar target) => Native.tb_lt_scalar(this, target);

        public Tensor le(Tensor target) => Native.tb_le(this, target);

        public Tensor le(Scalar target) => Native.tb_le_scalar(this, target);

        public Tensor gt(Tensor target) => Native.tb_gt(this, target);

        public Tensor gt(Scalar target) => Native.tb_gt_scalar(this, target);

        public Tensor ge(Tensor target) => Native.tb_ge(this, target);

        public Tensor ge(Scalar target) => Native.tb_ge_scalar(this, target);

        public Tensor equal(Tensor target) => eq(target);

        public Tensor not_equal(Tensor target) => ne(target);

        public Tensor logical_and(Tensor other) => Native.tb_logical_and(this, other);

        public Tensor logical_or(Tensor other) => Native.tb_logical_or(this, other);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            if (target is null)
                return false;
            Native.tb_allclose(this, target, rtol, atol, equal_nan, out var close);
            return close;
        }

        /// <summary>Whether shapes and all elements are equal.</summary>
        public bool Equals(Tensor target)
        {
            if (target is null)
                return false;
            Native.tb_equal(this, target, out var equal);
            return equal;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => base.GetHashCode();

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);
    }

    public static Tensor eq(Tensor left, Tensor right) => left.eq(right);

    public static Tensor ne(Tensor left, Tensor right) => left.ne(right);

    public static Tensor lt(Tensor left, Tensor right) => left.lt(right);

    public static Tensor le(Tensor left, Tensor right) => left.le(right);

    public static Tensor gt(Tensor left, Tensor right) => left.gt(right);

    public static Tensor ge(Tensor left, Tensor right) => left.ge(right);

    public static Tensor equal(Tensor tensor, Tensor target) => tensor.eq(target);

    public static Tensor logical_and(Tensor left, Tensor right) => left.logical_and(right);

    public static Tensor logical_or(Tensor left, Tensor right) => left.logical_or(right);

    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
        tensor.allclose(target, rtol, atol, equal_nan);
}
