"""What a box sees: RoIAlign, masks and rasters, cell by cell and in float64.

Sources: spec 1.5 and 1.6 (RoIAlign), 2.3 (raster), 2.7 and 2.8 (faces), 2.19 (masks). Boxes are
x1, y1, x2, y2 in continuous coordinates.
"""

import math

import numpy

from differentiation import Value, matmul, maximum, reshape, transpose

FINEST_SCALE = 56
RASTER = 64


def union_of(a, b):
    return numpy.array([min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])])


def area_of(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def level_of(box, levels):
    """Spec 1.6."""
    level = math.floor(math.log2(math.sqrt(area_of(box)) / FINEST_SCALE + 1e-6))
    return min(max(level, 0), levels - 1)


def axis_samples(low, high, size, cells):
    """Weights (cells, size) of the pixels along one axis: the mean of two bilinear samples per cell."""
    weights = numpy.zeros((cells, size))
    start, cell = low - 0.5, (high - low) / cells  # half-pixel alignment
    for i in range(cells):
        for k in range(2):
            position = start + cell * (i + (k + 0.5) / 2)
            if position < -1 or position > size:
                continue
            position = min(max(position, 0), size - 1)
            first = math.floor(position)
            second = min(first + 1, size - 1)
            weights[i, first] += (1 - (position - first)) / 2
            weights[i, second] += (position - first) / 2
    return weights


def roi_align(pyramid, image_index, box, cells):
    """P(I, box): (C, cells, cells). pyramid: [(stride, (B, C, H, W) Value)], finest first."""
    stride, maps = pyramid[level_of(box, len(pyramid))]
    _, channels, height, width = maps.shape
    rows = axis_samples(box[1] / stride, box[3] / stride, height, cells)
    columns = axis_samples(box[0] / stride, box[2] / stride, width, cells)
    weights = numpy.einsum("iy,jx->ijyx", rows, columns).reshape(cells * cells, height * width)
    image = Value(maps.data[image_index],
                  [(maps, lambda g: numpy.stack([g * (i == image_index) for i in range(len(maps.data))]))])
    pixels = reshape(image, (channels, height * width))
    return reshape(transpose(matmul(weights, transpose(pixels))), (channels, cells, cells))


def resampled(mask, mask_box, box, size):
    """The mask (S, S) of mask_box at the centres of the size x size tiles of box, bilinear, 0 outside."""
    tiles = len(mask)
    result = numpy.zeros((size, size))
    for i in range(size):
        for j in range(size):
            y = box[1] + (box[3] - box[1]) * (i + 0.5) / size
            x = box[0] + (box[2] - box[0]) * (j + 0.5) / size
            if not (mask_box[1] <= y <= mask_box[3] and mask_box[0] <= x <= mask_box[2]):
                continue
            row = (y - mask_box[1]) / (mask_box[3] - mask_box[1]) * tiles - 0.5
            column = (x - mask_box[0]) / (mask_box[2] - mask_box[0]) * tiles - 0.5
            result[i, j] = bilinear(mask, min(max(row, 0), tiles - 1), min(max(column, 0), tiles - 1))
    return result


def bilinear(mask, row, column):
    top, left = math.floor(row), math.floor(column)
    bottom, right = min(top + 1, len(mask) - 1), min(left + 1, len(mask) - 1)
    down, across = row - top, column - left
    return ((1 - down) * ((1 - across) * mask[top, left] + across * mask[top, right])
            + down * ((1 - across) * mask[bottom, left] + across * mask[bottom, right]))


def pooled(mask, cells):
    """Average pooling of a mask (S, S), cells dividing S: (cells, cells)."""
    side = len(mask) // cells
    return mask.reshape(cells, side, cells, side).mean((1, 3))


def represented(representation, in_box, mask):
    """The region feature of Table 8; mask is None for boxes."""
    if representation == "box":
        return in_box
    gated = in_box * pooled(mask, in_box.shape[1])
    if representation == "mask":
        return gated
    return maximum(in_box, gated) if representation == "max" else in_box + gated


def raster_frame(human, object_):
    """Scale and corner that bring the union box, centred, into 64 x 64 cells."""
    ux, uy, x2, y2 = union_of(human, object_)
    k = RASTER / max(x2 - ux, y2 - uy)
    return k, ux - (RASTER / k - (x2 - ux)) / 2, uy - (RASTER / k - (y2 - uy)) / 2


def box_raster(human, object_):
    """Spec 2.3: (2, 64, 64) of ones and zeros."""
    k, left, top = raster_frame(human, object_)
    raster = numpy.zeros((2, RASTER, RASTER))
    for channel, (x1, y1, x2, y2) in enumerate((human, object_)):
        columns, rows = edges(k * (x1 - left), k * (x2 - left)), edges(k * (y1 - top), k * (y2 - top))
        raster[channel, rows[0]:rows[1], columns[0]:columns[1]] = 1
    return raster


def edges(low, high):
    """Rounded (half to even), at least one cell, inside of the raster."""
    first = min(max(round(low), 0), RASTER - 1)
    return first, max(min(round(high), RASTER), first + 1)


def mask_raster(human, object_, masks):
    """Spec 2.3 for pixels: (2, 64, 64), the mean of each mask over the area of each cell."""
    k, left, top = raster_frame(human, object_)
    raster = numpy.zeros((2, RASTER, RASTER))
    for channel, (x1, y1, x2, y2) in enumerate((human, object_)):
        mask = masks[channel]
        rows = covered(k * (y1 - top), k * (y2 - top), len(mask))
        columns = covered(k * (x1 - left), k * (x2 - left), len(mask))
        raster[channel] = rows @ mask @ columns.T
    return raster


def covered(low, high, tiles):
    """Part of each cell [i, i + 1) that each of the tiles of [low, high) covers: (64, tiles)."""
    parts = numpy.zeros((RASTER, tiles))
    side = (high - low) / tiles
    for i in range(RASTER):
        for tile in range(tiles):
            begin, end = low + side * tile, low + side * (tile + 1)
            parts[i, tile] = max(0, min(end, i + 1) - max(begin, i))
    return parts


def inside(face, human):
    """Part of the face's area inside of the human's box."""
    width = min(face[2], human[2]) - max(face[0], human[0])
    height = min(face[3], human[3]) - max(face[1], human[1])
    return max(width, 0) * max(height, 0) / area_of(face)


def face_of(person, persons, boxes, faces):
    """Row of the face of a person, or None: the best of those that no smaller person's box contains.

    person: row of boxes; persons: the rows of everybody.
    """
    best = None
    for row, face in enumerate(faces):
        owners = [other for other in persons if inside(face, boxes[other]) >= 0.6]
        if person not in owners or area_of(boxes[person]) > min(area_of(boxes[other]) for other in owners):
            continue
        if best is None or face[4] > faces[best][4]:
            best = row
    return best


def face_coverage(human, face, cells):
    """Part of each cell of the human's grid that the face covers: (cells, cells)."""
    coverage = numpy.zeros((cells, cells))
    width, height = (human[2] - human[0]) / cells, (human[3] - human[1]) / cells
    for r in range(cells):
        for c in range(cells):
            x, y = human[0] + c * width, human[1] + r * height
            across = min(face[2], x + width) - max(face[0], x)
            down = min(face[3], y + height) - max(face[1], y)
            coverage[r, c] = max(across, 0) * max(down, 0) / (width * height)
    return coverage
