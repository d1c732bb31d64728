"""Writes pytorch.json: where PyTorch's optimizers go on gradients that are given, its schedules, and its clipping.

    /usr/bin/python3 test/optim/pytorch.py > test/optim/pytorch.json

Written with torch 1.13.0a0 (Debian 12: python3-torch), in float64. Lion is not in it.
"""
import json
import sys

import torch
torch.set_default_dtype(torch.float64)
start=[0.5,-1.25,2.0]
gradients=[[0.5,-2.0,0.0],[-1.25,0.75,0.0],[3.0,0.125,1e-3],[0.0,-0.0625,-4.0],[0.25,1.5,2.5],[-0.5,-2.25,1e-9],[1.0,0.5,-0.375],[0.5,-2.0,0.0]]
cases=[
 ('sgd',{'learningRate':0.1},lambda p: torch.optim.SGD(p,lr=0.1)),
 ('sgd',{'learningRate':0.1,'momentum':0.9},lambda p: torch.optim.SGD(p,lr=0.1,momentum=0.9)),
 ('sgd',{'learningRate':0.1,'momentum':0.9,'nesterov':True},lambda p: torch.optim.SGD(p,lr=0.1,momentum=0.9,nesterov=True)),
 ('adam',{'learningRate':0.1},lambda p: torch.optim.Adam(p,lr=0.1)),
 ('adam',{'learningRate':0.02,'beta1':0.8,'beta2':0.95,'epsilon':1e-3},lambda p: torch.optim.Adam(p,lr=0.02,betas=(0.8,0.95),eps=1e-3)),
 ('adamw',{},lambda p: torch.optim.AdamW(p)),
 ('adamw',{'learningRate':0.05,'weightDecay':0.3},lambda p: torch.optim.AdamW(p,lr=0.05,weight_decay=0.3)),
 ('rmsprop',{},lambda p: torch.optim.RMSprop(p)),
 ('rmsprop',{'decay':0.9,'momentum':0.8},lambda p: torch.optim.RMSprop(p,alpha=0.9,momentum=0.8)),
 ('rmsprop',{'decay':0.9,'centered':True},lambda p: torch.optim.RMSprop(p,alpha=0.9,centered=True)),
 ('rmsprop',{'learningRate':0.05,'decay':0.9,'centered':True,'momentum':0.5,'epsilon':1e-4},lambda p: torch.optim.RMSprop(p,lr=0.05,alpha=0.9,centered=True,momentum=0.5,eps=1e-4)),
 ('adagrad',{},lambda p: torch.optim.Adagrad(p)),
 ('adagrad',{'learningRate':0.5,'epsilon':1e-3},lambda p: torch.optim.Adagrad(p,lr=0.5,eps=1e-3)),
]
out=[]
for rule,options,make in cases:
    p=torch.tensor(start,requires_grad=True)
    o=make([p])
    path=[]
    for g in gradients:
        p.grad=torch.tensor(g); o.step(); path.append(p.detach().tolist())
    out.append({'rule':rule,'options':options,'path':path})
sch=[]
def run(make,n=12):
    p=torch.tensor([0.0],requires_grad=True); o=torch.optim.SGD([p],lr=0.1); s=make(o); r=[]
    for i in range(n):
        r.append(o.param_groups[0]['lr']); o.step(); s.step()
    return r
L=torch.optim.lr_scheduler
sch=[
 {'schedule':'stepDecay','options':{'rate':0.1,'every':3,'factor':0.5},'rates':run(lambda o:L.StepLR(o,3,0.5))},
 {'schedule':'exponentialDecay','options':{'rate':0.1,'factor':0.9},'rates':run(lambda o:L.ExponentialLR(o,0.9))},
 {'schedule':'cosineDecay','options':{'rate':0.1,'steps':11,'to':0.01},'rates':run(lambda o:L.CosineAnnealingLR(o,11,0.01))},
]
clips=[]
for g,m in [([3.0,4.0,0.0],1.0),([3.0,-4.0,12.0],6.5),([0.1,0.2,0.3],1.0)]:
    p=torch.tensor(start,requires_grad=True); p.grad=torch.tensor(g)
    n=float(torch.nn.utils.clip_grad_norm_([p],m)); clips.append({'gradient':g,'max':m,'clipped':p.grad.tolist(),'norm':n})
source=f"Written by torch {torch.__version__} in float64 (Debian python3-torch): torch.optim, torch.optim.lr_scheduler and torch.nn.utils.clip_grad_norm_ on the gradients given"
json.dump({'source':source,'start':start,'gradients':gradients,'optimizers':out,'schedules':sch,'clipped':clips},sys.stdout,indent=2)
