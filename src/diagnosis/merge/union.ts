/** Disjoint sets over strings. */
export interface Union {
  find(name: string): string;
  join(a: string, b: string): void;
}

export function createUnion(): Union {
  const parents = new Map<string, string>();

  function find(name: string): string {
    let root = name;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    for (let at = name; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  }

  return {
    find,
    /** The lesser name becomes the root, so that the result does not depend on the order of joins. */
    join(a, b) {
      const [first, second] = [find(a), find(b)].sort() as [string, string];
      if (first !== second) parents.set(second, first);
    },
  };
}
