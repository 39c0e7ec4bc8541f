package io.framelog.detection.motion;

/** Compares windows of two pictures by structure: what light does to a window, gain and offset, does not count. */
final class Structure {
    private Structure() {}

    /**
     * The variance of a window's difference that no light within the bounds explains. Both pictures have noise, so the
     * difference is divided by what noise adds to it.
     *
     * @param picture the variance of the window in the picture
     * @param reference the same of the reference
     * @param common their covariance
     * @param ratio the reference's noise, as a part of the picture's variance of noise
     * @param low the smallest gain
     * @param high the largest gain
     */
    static float gain(float picture, float reference, float common, float ratio, float low, float high) {
        float scaled = reference / ratio;
        float root = (float) Math.sqrt(ratio);
        float shared = common / root;
        float gain;
        if (shared <= 0) {
            gain = low;
        } else {
            float difference = picture - scaled;
            gain = (difference + (float) Math.sqrt(difference * difference + 4 * shared * shared)) / (2 * shared) / root;
            gain = gain < low ? low : gain > high ? high : gain;
        }
        return gain;
    }
}
