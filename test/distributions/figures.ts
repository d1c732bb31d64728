// Made by figures.py with SciPy 1.10.1: log densities, null where there are none, moments and entropies.
export const figures = {
  normal: [
    {
      parameters: {
        mean: 0,
        deviation: 1,
      },
      x: [-30.0, -1.5, 0.0, 2.25, 40.0],
      logProb: [
        -450.91893853320465, -2.0439385332046727, -0.9189385332046727, -3.4501885332046727,
        -800.9189385332047,
      ],
      mean: 0.0,
      variance: 1.0,
      entropy: 1.4189385332046727,
    },
    {
      parameters: {
        mean: 1.5,
        deviation: 0.25,
      },
      x: [-30.0, -1.5, 0.0, 2.25, 40.0],
      logProb: [
        -7937.5326441720845, -71.53264417208477, -17.532644172084783, -4.032644172084781, -11857.532644172084,
      ],
      mean: 1.5,
      variance: 0.0625,
      entropy: 0.0326441720847821,
    },
    {
      parameters: {
        mean: -3,
        deviation: 7,
      },
      x: [-30.0, -1.5, 0.0, 2.25, 40.0],
      logProb: [
        -10.303624192464069, -2.887807865933455, -2.9566854169538637, -3.1460986822599857,
        -21.732195621035498,
      ],
      mean: -3.0,
      variance: 49.0,
      entropy: 3.3648486822599857,
    },
  ],
  uniform: [
    {
      parameters: {
        low: 0,
        high: 1,
      },
      x: [-1.0, 0.5, 1.0, 9.0],
      logProb: [null, 0.0, 0.0, null],
      mean: 0.5,
      variance: 0.08333333333333333,
      entropy: 0.0,
    },
    {
      parameters: {
        low: -2,
        high: 8,
      },
      x: [-1.0, 0.5, 1.0, 9.0],
      logProb: [-Math.LN10, -Math.LN10, -Math.LN10, null],
      mean: 3.0,
      variance: 8.333333333333332,
      entropy: Math.LN10,
    },
  ],
  exponential: [
    {
      parameters: {
        rate: 0.25,
      },
      x: [-1.0, 0.0, 0.3, 50.0],
      logProb: [null, -1.3862943611198906, -1.4612943611198905, -13.88629436111989],
      mean: 4.0,
      variance: 16.0,
      entropy: 2.386294361119891,
    },
    {
      parameters: {
        rate: 1,
      },
      x: [-1.0, 0.0, 0.3, 50.0],
      logProb: [null, -0.0, -0.3, -50.0],
      mean: 1.0,
      variance: 1.0,
      entropy: 1.0,
    },
    {
      parameters: {
        rate: 30,
      },
      x: [-1.0, 0.0, 0.3, 50.0],
      logProb: [null, 3.4011973816621555, -5.598802618337844, -1496.598802618338],
      mean: 0.03333333333333333,
      variance: 0.0011111111111111111,
      entropy: -2.4011973816621555,
    },
  ],
  gamma: [
    {
      parameters: {
        concentration: 0.125,
        rate: 1,
      },
      x: [-1.0, 1e-8, 0.4, 3.0, 90.0],
      logProb: [null, 14.098677283404523, -1.6176639671639106, -5.980704110138392, -95.95675181909277],
      mean: 0.125,
      variance: 0.125,
      entropy: -5.195512722830077,
    },
    {
      parameters: {
        concentration: 1,
        rate: 2,
      },
      x: [-1.0, 1e-8, 0.4, 3.0, 90.0],
      logProb: [null, 0.6931471605599453, -0.10685281944005476, -5.306852819440055, -179.30685281944005],
      mean: 0.5,
      variance: 0.25,
      entropy: 0.3068528194400547,
    },
    {
      parameters: {
        concentration: 3.5,
        rate: 0.5,
      },
      x: [-1.0, 1e-8, 0.4, 3.0, 90.0],
      logProb: [null, -49.678690599187796, -6.11771556399227, -2.3804580126366086, -37.37746455848122],
      mean: 7.0,
      variance: 14.0,
      entropy: 2.636229181293912,
    },
    {
      parameters: {
        concentration: 400,
        rate: 20,
      },
      x: [-1.0, 1e-8, 0.4, 3.0, 90.0],
      logProb: [null, -8146.067941051531, -1169.8163260323247, -417.87002083596104, -800.7922655527607],
      mean: 20.0,
      variance: 1.0,
      entropy: 1.4181046788647147,
    },
  ],
  beta: [
    {
      parameters: {
        a: 0.5,
        b: 0.5,
      },
      x: [-0.5, 1e-9, 0.25, 0.5, 0.9999, 1.5],
      logProb: [null, 9.216903033123806, -0.30774166906356415, -0.45158270528945466, 3.460490302638914, null],
      mean: 0.5,
      variance: 0.125,
      entropy: -0.24156447527049044,
    },
    {
      parameters: {
        a: 1,
        b: 1,
      },
      x: [-0.5, 1e-9, 0.25, 0.5, 0.9999, 1.5],
      logProb: [null, 0.0, 0.0, 0.0, 0.0, null],
      mean: 0.5,
      variance: 0.08333333333333333,
      entropy: 0.0,
    },
    {
      parameters: {
        a: 2,
        b: 7,
      },
      x: [-0.5, 1e-9, 0.25, 0.5, 0.9999, 1.5],
      logProb: [null, -16.69791415221126, 0.9129648949045737, -0.8266785731844672, -51.23679054612295, null],
      mean: 0.2222222222222222,
      variance: 0.01728395061728395,
      entropy: -0.7003516907351492,
    },
    {
      parameters: {
        a: 300,
        b: 40,
      },
      x: [-0.5, 1e-9, 0.25, 0.5, 0.9999, 1.5],
      logProb: [null, -6072.244092207194, -301.7092217216834, -110.27135395047813, -235.22078292339177, null],
      mean: 0.8823529411764706,
      variance: 0.00030441709200499246,
      entropy: -2.6351941308233844,
    },
  ],
  bernoulli: [
    {
      parameters: {
        probability: 0.125,
      },
      x: [-1.0, 0.0, 0.5, 1.0],
      logProb: [null, -0.13353139262452263, null, -2.0794415416798357],
      mean: 0.125,
      variance: 0.109375,
      entropy: 0.37677016125643675,
    },
    {
      parameters: {
        probability: 0.5,
      },
      x: [-1.0, 0.0, 0.5, 1.0],
      logProb: [null, -Math.LN2, null, -Math.LN2],
      mean: 0.5,
      variance: 0.25,
      entropy: Math.LN2,
    },
    {
      parameters: {
        probability: 0.99,
      },
      x: [-1.0, 0.0, 0.5, 1.0],
      logProb: [null, -4.605170185988091, null, -0.01005033585350145],
      mean: 0.99,
      variance: 0.00990000000000001,
      entropy: 0.056001534354847386,
    },
  ],
  poisson: [
    {
      parameters: {
        rate: 0.25,
      },
      x: [-1.0, 0.0, 1.5, 3.0, 80.0],
      logProb: [null, -0.25, null, -6.200642552587727, -384.826673175285],
      mean: 0.25,
      variance: 0.25,
    },
    {
      parameters: {
        rate: 4,
      },
      x: [-1.0, 0.0, 1.5, 3.0, 80.0],
      logProb: [null, -4.0, null, -1.6328763858683835, -166.76957539610248],
      mean: 4.0,
      variance: 4.0,
    },
    {
      parameters: {
        rate: 75,
      },
      x: [-1.0, 0.0, 1.5, 3.0, 80.0],
      logProb: [null, -75.0, null, -63.83929512861913, -3.2740752027889357],
      mean: 75.0,
      variance: 75.0,
    },
  ],
  negativeBinomial: [
    {
      parameters: {
        mean: 0.5,
        concentration: 2,
      },
      x: [-1.0, 0.0, 1.5, 3.0, 80.0],
      logProb: [null, -0.4462871026284194, null, -3.88830647881083, -124.80687094268401],
      mean: 0.4999999999999999,
      variance: 0.6249999999999998,
    },
    {
      parameters: {
        mean: 4,
        concentration: 0.25,
      },
      x: [-1.0, 0.0, 1.5, 3.0, 80.0],
      logProb: [null, -0.708303336014054, null, -3.0341572642807657, -10.13398867198392],
      mean: 4.0,
      variance: 68.0,
    },
    {
      parameters: {
        mean: 75,
        concentration: 40,
      },
      x: [-1.0, 0.0, 1.5, 3.0, 80.0],
      logProb: [null, -42.24210696997255, null, -34.17607734457982, -3.7176164639687883],
      mean: 75.00000000000001,
      variance: 215.62500000000003,
    },
  ],
} as const

export const vector = {
  mean: [0.5, -1, 2],
  covariance: [
    [2, 0.5, 0.25],
    [0.5, 1, -0.125],
    [0.25, -0.125, 0.75],
  ],
  x: [
    [0, 0, 0],
    [1, -2, 3],
    [-4, 5, 0.5],
  ],
  logProb: [-5.748990728077348, -3.985832833340506, -37.17004335965633],
  entropy: 4.342740728077348,
}
