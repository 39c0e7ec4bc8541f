/**
 * Finds faces in pictures, with OpenCV, which is loaded at first use. Faces are found, never recognised: nothing here
 * computes or keeps who somebody is.
 */
@NullMarked
package io.framelog.detection.face;

import org.jspecify.annotations.NullMarked;
