package io.framelog.detection.face;

import io.framelog.detection.motion.Box;

/**
 * A face in a picture. Immutable.
 *
 * @param box where it is
 * @param score how sure the detector is, 0 to 1
 */
public record Face(Box box, double score) {
    /** The part of the smaller one of two boxes that both share, 0 to 1. */
    double shared(Face other) {
        Box a = box;
        Box b = other.box;
        double width = Math.min(a.x() + a.width(), b.x() + b.width()) - Math.max(a.x(), b.x());
        double height = Math.min(a.y() + a.height(), b.y() + b.height()) - Math.max(a.y(), b.y());
        double smaller = Math.min(a.width() * a.height(), b.width() * b.height());
        return width <= 0 || height <= 0 || smaller <= 0 ? 0 : width * height / smaller;
    }
}
